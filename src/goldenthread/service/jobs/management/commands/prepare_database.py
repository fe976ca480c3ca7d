"""``manage prepare_database``: bring the database up to this version of the code, as its owner."""

from goldenthread.service.database.preparing import prepare_tables
from goldenthread.service.jobs.management.job import Job


class Command(Job):
    help = "Migrates the database, sets what each role may do, and raises the fences. Run as the owner."

    def handle(self, *args: object, **options: object) -> None:
        prepare_tables()
