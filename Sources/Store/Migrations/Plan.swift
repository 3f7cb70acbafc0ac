import SQL

extension Migration {
    /// The cooperation plan: proposals, criteria, focus areas, initiatives and the status that the kredsråd gets. Nothing here is
    /// about a person.
    static let plan = Migration(number: 36, name: "plan") { d in
        [
            // `laid` is the SHA-256 of what was laid before the kredsråd, `cap` how many initiatives an area may have at
            // once, and `cap_source` who has decided so.
            """
            CREATE TABLE plan (
                id \(d.identity),
                title TEXT NOT NULL,
                period_from TEXT NOT NULL,
                period_to TEXT NOT NULL,
                foreword TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'adopted', 'ended')),
                version \(d.integer) NOT NULL,
                cap \(d.integer) NOT NULL,
                cap_source TEXT NOT NULL,
                state_on TEXT NOT NULL,
                state_note TEXT NOT NULL,
                laid TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL,
                CHECK (period_to > period_from), CHECK (cap > 0))\(d.tableEnd)
            """,
            // A version as it was adopted; it never changes.
            """
            CREATE TABLE plan_version (
                plan_id \(d.integer) NOT NULL REFERENCES plan (id),
                version \(d.integer) NOT NULL,
                adopted_on TEXT NOT NULL,
                note TEXT NOT NULL,
                body TEXT NOT NULL,
                hash TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                PRIMARY KEY (plan_id, version))\(d.tableEnd)
            """,
            // `least` municipalities meet a criterion that is counted; 0 where it is judged.
            """
            CREATE TABLE plan_criterion (
                id \(d.identity),
                plan_id \(d.integer) NOT NULL REFERENCES plan (id),
                place \(d.integer) NOT NULL,
                title TEXT NOT NULL,
                least \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX plan_criterion_by_plan ON plan_criterion (plan_id, place)",
            // `municipality` is empty for what the police themselves propose.
            """
            CREATE TABLE plan_proposal (
                id \(d.identity),
                plan_id \(d.integer) NOT NULL REFERENCES plan (id),
                municipality TEXT NOT NULL,
                on_behalf \(d.integer) NOT NULL CHECK (on_behalf IN (0, 1)),
                title TEXT NOT NULL,
                body TEXT NOT NULL,
                state TEXT NOT NULL
                    CHECK (state IN ('open', 'withdrawn', 'merged', 'chosen', 'not-chosen', 'earlier', 'local')),
                merged_into \(d.integer) REFERENCES plan_proposal (id),
                reason TEXT NOT NULL,
                decided_on TEXT NOT NULL,
                result_id \(d.integer),
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL,
                CHECK ((state = 'merged') = (merged_into IS NOT NULL)))\(d.tableEnd)
            """,
            "CREATE INDEX plan_proposal_by_plan ON plan_proposal (plan_id, id)",
            "CREATE INDEX plan_proposal_by_target ON plan_proposal (merged_into) WHERE merged_into IS NOT NULL",
            """
            CREATE TABLE plan_support (
                proposal_id \(d.integer) NOT NULL REFERENCES plan_proposal (id),
                municipality TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                PRIMARY KEY (proposal_id, municipality))\(d.tableEnd)
            """,
            """
            CREATE TABLE plan_mark (
                proposal_id \(d.integer) NOT NULL REFERENCES plan_proposal (id),
                criterion_id \(d.integer) NOT NULL REFERENCES plan_criterion (id),
                mark TEXT NOT NULL CHECK (mark IN ('', 'yes', 'partly', 'no')),
                comment TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL,
                PRIMARY KEY (proposal_id, criterion_id))\(d.tableEnd)
            """,
            // Areas of the plan, and earlier ones that continue beside it. `figures` and `indicators` are codes with blanks
            // between.
            """
            CREATE TABLE focus_area (
                id \(d.identity),
                plan_id \(d.integer) NOT NULL REFERENCES plan (id),
                kind TEXT NOT NULL CHECK (kind IN ('focus', 'earlier')),
                place \(d.integer) NOT NULL,
                title TEXT NOT NULL,
                body TEXT NOT NULL,
                aims TEXT NOT NULL,
                figures TEXT NOT NULL,
                indicators TEXT NOT NULL,
                proposal_id \(d.integer) REFERENCES plan_proposal (id),
                ended_on TEXT NOT NULL,
                end_reason TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX focus_area_by_plan ON focus_area (plan_id, kind, place, id)",
            // `area_id` is null for a local one of a municipality beside the plan. `anchor` is the body or forum that
            // carries it, such as `body 3`, or what kind of other place, of which `anchor_ref` is the name in words.
            """
            CREATE TABLE initiative (
                id \(d.identity),
                plan_id \(d.integer) NOT NULL REFERENCES plan (id),
                area_id \(d.integer) REFERENCES focus_area (id),
                municipality TEXT NOT NULL,
                title TEXT NOT NULL,
                body TEXT NOT NULL,
                resources TEXT NOT NULL,
                stage TEXT NOT NULL
                    CHECK (stage IN ('proposed', 'chosen', 'anchored', 'running', 'done', 'stopped', 'withdrawn')),
                over_cap TEXT NOT NULL,
                anchor TEXT NOT NULL,
                anchor_ref TEXT NOT NULL,
                figures TEXT NOT NULL,
                indicators TEXT NOT NULL,
                activities TEXT NOT NULL,
                light TEXT NOT NULL CHECK (light IN ('', 'green', 'yellow', 'red')),
                light_text TEXT NOT NULL,
                light_on TEXT NOT NULL,
                result TEXT NOT NULL,
                learning TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL,
                CHECK (area_id IS NOT NULL OR municipality <> ''))\(d.tableEnd)
            """,
            "CREATE INDEX initiative_by_plan ON initiative (plan_id, area_id, id)",
            // An office or a function, never a person.
            """
            CREATE TABLE initiative_owner (
                initiative_id \(d.integer) NOT NULL REFERENCES initiative (id),
                authority TEXT NOT NULL,
                position TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                PRIMARY KEY (initiative_id, authority))\(d.tableEnd)
            """,
            """
            CREATE TABLE milestone (
                id \(d.identity),
                initiative_id \(d.integer) NOT NULL REFERENCES initiative (id),
                title TEXT NOT NULL,
                due TEXT NOT NULL,
                first_due TEXT NOT NULL,
                done_on TEXT NOT NULL,
                moves \(d.integer) NOT NULL,
                last_reason TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX milestone_by_initiative ON milestone (initiative_id, due, id)",
            """
            CREATE TABLE initiative_spread (
                id \(d.identity),
                initiative_id \(d.integer) NOT NULL REFERENCES initiative (id),
                municipality TEXT NOT NULL,
                position TEXT NOT NULL,
                from_day TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('planned', 'taken-over', 'given-up')),
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                UNIQUE (initiative_id, municipality))\(d.tableEnd)
            """,
            // What a meeting of the kredsråd gets; `meeting_id` is that of the body, where it keeps its meetings here. `body`
            // is empty until it is frozen, and never changes after.
            """
            CREATE TABLE plan_status (
                id \(d.identity),
                plan_id \(d.integer) NOT NULL REFERENCES plan (id),
                title TEXT NOT NULL,
                meeting_on TEXT NOT NULL,
                meeting_id \(d.integer),
                body TEXT NOT NULL,
                hash TEXT NOT NULL,
                frozen_at \(d.integer),
                frozen_by TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL,
                CHECK ((frozen_at IS NULL) = (body = '')),
                CHECK ((frozen_at IS NULL) = (hash = '')))\(d.tableEnd)
            """,
            "CREATE INDEX plan_status_by_plan ON plan_status (plan_id, meeting_on)",
            """
            CREATE TABLE plan_status_text (
                status_id \(d.integer) NOT NULL REFERENCES plan_status (id),
                area_id \(d.integer) NOT NULL REFERENCES focus_area (id),
                promised TEXT NOT NULL,
                done TEXT NOT NULL,
                changed TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL,
                PRIMARY KEY (status_id, area_id))\(d.tableEnd)
            """,
            """
            CREATE TABLE plan_status_addendum (
                id \(d.identity),
                status_id \(d.integer) NOT NULL REFERENCES plan_status (id),
                body TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX plan_status_addendum_by_status ON plan_status_addendum (status_id, id)",
            // Texts that were warned of, for a cap on tries; no longer than the time that it counts.
            "CREATE TABLE plan_text_warning (actor TEXT NOT NULL, at \(d.integer) NOT NULL)\(d.tableEnd)",
            "CREATE INDEX plan_text_warning_by_actor ON plan_text_warning (actor, at)",
        ]
    }
}
