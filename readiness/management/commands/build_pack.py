"""The evidence pack of a self-assessment as a ZIP, with an index and fingerprints."""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from readiness import self_assessment_pack
from readiness.models import SelfAssessment
from readiness.pack_sending import sent
from readiness.packs import Pack, StoredFileError


class Command(BaseCommand):
    help = (
        "Write the evidence pack of a self-assessment: documents by theme and quality statement, "
        "an index as a web page and as Excel, and SHA-256 fingerprints that verify_pack compares. "
        "What may not be shared is left out and named. Ends with 1, and writes nothing, where a "
        "stored file is not as it was added."
    )

    def add_arguments(self, parser):
        parser.add_argument("--self-assessment", type=int, required=True, metavar="ID")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE.zip")
        parser.add_argument("--replace", action="store_true", help="write over a file of that name")
        parser.add_argument("--json", action="store_true", help="print what was made as JSON")

    def handle(self, *, self_assessment, out, **options):
        try:
            pack = self.made(self_assessment, out, replace=options["replace"])
        except CommandError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"problems": [str(refusal)]}, indent=2))
            raise
        about = as_json(pack, out)
        if options["json"]:
            self.stdout.write(json.dumps(about, ensure_ascii=False, indent=2))
        else:
            self.say(about)

    def made(self, key, out, *, replace) -> Pack:
        rounds = SelfAssessment.objects.select_related("framework", "snapshot")
        self_assessment = rounds.filter(pk=key).first()
        if self_assessment is None:
            raise CommandError(f"There is no self-assessment {key}.{those_there_are()}")
        pack = Pack(self_assessment_pack.build(self_assessment, made_at=timezone.localtime()))
        write(pack, out, replace=replace)
        return pack

    def say(self, about):
        self.stdout.write(
            f"{about['file']}: {about['documents']} documents, {about['bytes']:,} bytes, "
            f"{len(about['left_out'])} left out."
        )
        for each in about["left_out"]:
            self.stdout.write(f"Left out: {each['title']} ({each['statement']}): {each['reason']}")
        self.stdout.write(f"Fingerprint {about['seal']}")


def those_there_are() -> str:
    rounds = [f"{each.pk} ({each})" for each in SelfAssessment.objects.all()[:10]]
    return f" There are: {', '.join(rounds)}." if rounds else ""


def write(pack: Pack, out: Path, *, replace: bool) -> None:
    """Whole, or not at all: the name is given once the last byte is on the disk."""
    if out.exists() and not replace:
        raise CommandError(f"{out} is there already. Name another file, or add --replace.")
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(sent(pack))
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except StoredFileError as broken:
        raise CommandError(
            f"{broken.listed.path} cannot go into the pack: its stored file is missing or is not "
            "what was added. verify_evidence says more. Nothing was written."
        ) from broken
    except OSError as problem:
        raise CommandError(f"{out} cannot be written: {problem.strerror or problem}.") from problem
    finally:
        part.unlink(missing_ok=True)


def as_json(pack: Pack, out: Path) -> dict:
    return {
        "file": str(out),
        "documents": len(pack.documents),
        "bytes": out.stat().st_size,
        "seal": pack.seal,
        "left_out": [
            {"theme": theme, "statement": statement, "title": title, "reason": reason}
            for theme, statement, title, reason in pack.left_out
        ],
    }
