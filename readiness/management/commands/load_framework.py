"""Load or update a framework version from its file."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from readiness.framework_file import FrameworkFileError, read_framework
from readiness.framework_loading import load_framework

SHIPPED = settings.BASE_DIR / "readiness" / "framework"


class Command(BaseCommand):
    help = (
        "Loads or updates a framework version from a TOML file; safe to repeat. Without a file, "
        "loads those that come with the product. Load it again after new indicators arrive, to "
        "link them to their statements."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE.toml")

    def handle(self, *, file, verbosity, **options):
        for path in [file] if file else sorted(SHIPPED.glob("*.toml")):
            self.load(path, quiet=verbosity == 0)

    def load(self, path: Path, *, quiet: bool) -> None:
        try:
            loaded = load_framework(read_framework(path.read_text(encoding="utf-8-sig")))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        except FrameworkFileError as error:
            raise CommandError(f"{path} was not loaded:\n{error}") from error
        except ValidationError as error:
            reasons = "\n".join(error.messages)
            raise CommandError(f"{path} was not loaded:\n{reasons}") from error
        if quiet:
            return
        self.stdout.write(
            f"{'Loaded' if loaded.is_new else 'Updated'} “{loaded.framework}”: "
            f"{loaded.statements} quality statements, {loaded.indicators_linked} indicator links."
        )
        if loaded.indicators_not_found:
            self.stdout.write(
                "Indicators not loaded yet: "
                f"{', '.join(loaded.indicators_not_found)}. "
                "Load them, then run this again to link them."
            )
