"""How the tables of an archive came to be: one step per version, carried out by Alembic in one transaction."""
