"""What a run leaves behind: published in one go, with a manifest that lets anybody see that nothing changed since."""
