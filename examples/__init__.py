"""Programs that show what zpm-audit can be given."""
