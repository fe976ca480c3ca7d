import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_who_owes_the_duty_to_share"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkRuling",
            fields=[
                ("dataset_l", models.TextField()),
                ("record_id_l", models.TextField()),
                ("dataset_r", models.TextField()),
                ("record_id_r", models.TextField()),
                ("person_id_l", models.TextField()),
                ("person_id_r", models.TextField()),
                ("custodian_id", models.TextField(null=True)),
                ("outcome", models.TextField()),
                ("by_chance", models.BooleanField()),
                ("digest", models.TextField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("question_id", models.UUIDField(unique=True)),
                ("settled", models.TextField()),
                ("settled_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("obeyed", models.BooleanField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WrongLinkFound",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person_id", models.TextField()),
                ("other_person_id", models.TextField()),
                ("custodian_id", models.TextField(null=True)),
                ("agencies", models.JSONField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("by_people", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="held_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="account",
            name="role",
            field=models.TextField(
                choices=[
                    ("social_worker", "social_worker"),
                    ("front_door_practitioner", "front_door_practitioner"),
                    ("designated_safeguarding_lead", "designated_safeguarding_lead"),
                    ("gp", "gp"),
                    ("health_visitor", "health_visitor"),
                    ("police_safeguarding_officer", "police_safeguarding_officer"),
                    ("housing_officer", "housing_officer"),
                    ("adult_social_worker", "adult_social_worker"),
                    ("young_carers_worker", "young_carers_worker"),
                    ("data_protection_officer", "data_protection_officer"),
                    ("access_reviewer", "access_reviewer"),
                    ("administrator", "administrator"),
                    ("clerical_reviewer", "clerical_reviewer"),
                ]
            ),
        ),
        migrations.CreateModel(
            name="LinkAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("question_id", models.UUIDField(db_index=True)),
                ("turn", models.SmallIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("reviewer_name", models.TextField()),
                ("said", models.TextField()),
                ("note", models.TextField()),
                ("answered_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("question_id", "account_id"),
                        name="nobody_answers_a_question_twice",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("question_id", "turn"),
                        name="one_answer_a_turn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkQuestion",
            fields=[
                ("dataset_l", models.TextField()),
                ("record_id_l", models.TextField()),
                ("dataset_r", models.TextField()),
                ("record_id_r", models.TextField()),
                ("person_id_l", models.TextField()),
                ("person_id_r", models.TextField()),
                ("custodian_id", models.TextField(null=True)),
                ("outcome", models.TextField()),
                ("by_chance", models.BooleanField()),
                ("digest", models.TextField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("why", models.TextField()),
                ("probability", models.FloatField()),
                ("together", models.BooleanField()),
                ("hangs_on_it", models.IntegerField()),
                ("value", models.FloatField()),
                ("rival", models.TextField()),
                ("starts_at", models.FloatField()),
                ("lines", models.JSONField()),
                ("left", models.JSONField()),
                ("right", models.JSONField()),
                ("kept_private", models.BooleanField()),
                ("state", models.TextField(default="unanswered")),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-value"], name="link_questions_by_value")],
            },
        ),
        migrations.CreateModel(
            name="ToldOfWrongLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("wrong_link_id", models.UUIDField()),
                ("account_id", models.BigIntegerField()),
                ("custodian_id", models.TextField(null=True)),
                ("told_by", models.BigIntegerField()),
                ("told_by_name", models.TextField()),
                ("told_at", models.DateTimeField()),
                ("how", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("wrong_link_id", "account_id"), name="everybody_is_told_once")
                ],
            },
        ),
    ]
