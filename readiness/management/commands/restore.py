"""What backup made, put back into an empty database and store."""

from readiness.backups import putting_back
from readiness.backups.command import BackupCommand


class Command(BackupCommand):
    help = (
        "Put a backup back: into an empty database of the same kind, and a store without other "
        "files of the same names. Every file is hashed and every table counted. Tables of an older "
        "version are brought up to date, everybody is signed out, and every document is looked at "
        "again. Ends with 1, and writes nothing, where the backup does not fit or is not whole."
    )

    def work(self, folder):
        return putting_back.put_back(folder)

    def say(self, folder, restored):
        kept = restored.manifest
        self.stdout.write(
            f"{sum(kept.rows.values()):,} rows and {len(kept.files):,} files are back, as they "
            f"were on {kept.made_at}."
        )
        if restored.migrated:
            self.stdout.write("The tables were brought up to date.")
        if restored.unsaved:
            self.stdout.write(f"Sent and not saved, to be sent again: {restored.unsaved} files.")
        self.stdout.write(
            "Everybody must sign in again. Accounts, visits and feed keys ended since then are as "
            "they were: look through them before people come back."
        )

    def not_held(self, restored) -> list[str]:
        gone = [*restored.manifest.missing, *map(str, restored.alarms)]
        return ["All is back that was in the backup. It did not hold:", *gone] if gone else []

    def as_json(self, folder, restored) -> dict:
        kept = restored.manifest
        return {
            "made_at": kept.made_at,
            "rows": sum(kept.rows.values()),
            "files": len(kept.files),
            "missing": kept.missing,
            "wrong": [alarm.version.file.name for alarm in restored.alarms],
            "unsaved": restored.unsaved,
            "migrated": restored.migrated,
        }
