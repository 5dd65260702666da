"""The database and the stored files together, in a folder that restore puts back."""

from readiness.backups import making
from readiness.backups.command import BackupCommand


class Command(BackupCommand):
    help = (
        "Copy the database and every stored file, as they are at one moment, into a new folder "
        "with the SHA-256 of each. Safe while people work. Ends with 1, and writes nothing, where "
        "it cannot be made; and with 1, keeping the backup, where stored files were already "
        "missing. Holds personal data and passwords' hashes: keep it as safe as the product."
    )

    def work(self, folder):
        return making.make(folder)

    def say(self, folder, made):
        self.stdout.write(
            f"{folder}: {sum(made.rows.values()):,} rows, {len(made.files):,} files, "
            f"{made.size:,} bytes."
        )

    def not_held(self, made) -> list[str]:
        if not made.missing:
            return []
        gone = [f"{name} is missing from the store." for name in made.missing]
        return [*gone, "The backup is kept, and holds all the rest. verify_evidence says more."]

    def as_json(self, folder, made) -> dict:
        return {
            "folder": str(folder),
            "made_at": made.made_at,
            "rows": sum(made.rows.values()),
            "files": len(made.files),
            "bytes": made.size,
            "missing": made.missing,
        }
