from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

# The policies on the rows hold for their owner too, so no UPDATE of a migration's reaches them; a change of type does.
_TO_MANY = """
ALTER TABLE store_linkanswer
    ALTER COLUMN takes_out TYPE smallint[]
        USING CASE WHEN takes_out IS NULL THEN '{}'::smallint[] ELSE ARRAY[takes_out] END,
    ALTER COLUMN takes_out SET NOT NULL
"""
_TO_ONE = """
ALTER TABLE store_linkanswer
    ALTER COLUMN takes_out DROP NOT NULL,
    ALTER COLUMN takes_out TYPE smallint USING takes_out[1]
"""


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0018_doubts_taken_back"),
    ]

    operations = [
        migrations.RunSQL(
            _TO_MANY,
            _TO_ONE,
            state_operations=[
                migrations.AlterField("linkanswer", "takes_out", ArrayField(models.SmallIntegerField(), default=list)),
            ],
        ),
        migrations.AddConstraint(
            "linkanswer",
            models.CheckConstraint(
                condition=models.Q(said="different")
                | models.Q(said="same", takes_out__len__lte=1)
                | models.Q(takes_out=[]),
                name="only_two_people_have_records_of_somebody_else",
            ),
        ),
    ]
