import SQL

extension Migration {
    /// Forums with members, meetings and items; what is shared with an item; the record of every sharing.
    static let forums = Migration(number: 22, name: "forums") { d in
        meetings(d) + items(d) + disclosures(d)
    }

    private static func meetings(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE forum (
                id \(d.identity),
                kind TEXT NOT NULL,
                municipality TEXT NOT NULL,
                purpose TEXT NOT NULL,
                ended_at \(d.integer),
                revision \(d.integer) NOT NULL,
                created_by TEXT NOT NULL,
                created_at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX forum_once ON forum (kind, municipality) WHERE ended_at IS NULL",
            """
            CREATE TABLE forum_member (
                id \(d.identity),
                forum_id \(d.integer) NOT NULL REFERENCES forum (id),
                account TEXT NOT NULL,
                is_chair \(d.integer) NOT NULL CHECK (is_chair IN (0, 1)),
                added_by TEXT NOT NULL,
                added_at \(d.integer) NOT NULL,
                left_by TEXT NOT NULL DEFAULT '',
                left_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX forum_member_once ON forum_member (forum_id, account) WHERE left_at IS NULL",
            "CREATE INDEX forum_member_by_account ON forum_member (account, forum_id)",
            """
            CREATE TABLE forum_series (
                id \(d.identity),
                forum_id \(d.integer) NOT NULL REFERENCES forum (id),
                rhythm TEXT NOT NULL,
                first_on TEXT NOT NULL,
                last_on TEXT NOT NULL,
                starts TEXT NOT NULL,
                minutes \(d.integer) NOT NULL,
                place TEXT NOT NULL,
                created_by TEXT NOT NULL,
                created_at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE forum_meeting (
                id \(d.identity),
                forum_id \(d.integer) NOT NULL REFERENCES forum (id),
                series_id \(d.integer) REFERENCES forum_series (id),
                starts_at \(d.integer) NOT NULL,
                ends_at \(d.integer) NOT NULL,
                place TEXT NOT NULL,
                state TEXT NOT NULL
                    CHECK (state IN ('planned', 'sent', 'held', 'minutes-sent', 'approved', 'cancelled')),
                sent_by TEXT NOT NULL DEFAULT '',
                sent_at \(d.integer),
                held_at \(d.integer),
                approved_by TEXT NOT NULL DEFAULT '',
                approved_at \(d.integer),
                cancelled_reason TEXT NOT NULL DEFAULT '',
                remarks TEXT NOT NULL DEFAULT '',
                revision \(d.integer) NOT NULL,
                created_by TEXT NOT NULL,
                created_at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX forum_meeting_by_forum ON forum_meeting (forum_id, starts_at, id)",
            """
            CREATE TABLE forum_room (
                meeting_id \(d.integer) NOT NULL REFERENCES forum_meeting (id),
                account TEXT NOT NULL,
                PRIMARY KEY (meeting_id, account))\(d.tableEnd)
            """,
            """
            CREATE TABLE forum_approval (
                id \(d.identity),
                meeting_id \(d.integer) NOT NULL REFERENCES forum_meeting (id),
                account TEXT NOT NULL,
                is_approved \(d.integer) NOT NULL CHECK (is_approved IN (0, 1)),
                remark TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                UNIQUE (meeting_id, account))\(d.tableEnd)
            """,
        ]
    }

    /// What is written about somebody is sealed. An item keeps its number when it moves on to the next meeting.
    private static func items(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE forum_item (
                id \(d.identity),
                forum_id \(d.integer) NOT NULL REFERENCES forum (id),
                meeting_id \(d.integer) REFERENCES forum_meeting (id),
                number TEXT NOT NULL,
                position \(d.integer) NOT NULL,
                state TEXT NOT NULL,
                person_id \(d.integer) REFERENCES person (id),
                named_sealed TEXT NOT NULL,
                cpr_sealed TEXT NOT NULL,
                cpr_hash TEXT NOT NULL,
                case_id \(d.integer) REFERENCES case_file (id),
                theme TEXT NOT NULL,
                reason TEXT NOT NULL,
                question TEXT NOT NULL,
                assessment TEXT NOT NULL,
                proposed_by TEXT NOT NULL,
                proposed_at \(d.integer) NOT NULL,
                checked_by TEXT NOT NULL DEFAULT '',
                checked_at \(d.integer),
                check_reason TEXT NOT NULL DEFAULT '',
                follow_up_on TEXT NOT NULL DEFAULT '',
                closed_at \(d.integer),
                review_on TEXT NOT NULL DEFAULT '',
                revision \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX forum_item_by_forum ON forum_item (forum_id, state, id)",
            "CREATE INDEX forum_item_by_meeting ON forum_item (meeting_id, position, id)",
            "CREATE INDEX forum_item_by_person ON forum_item (person_id)",
            "CREATE INDEX forum_item_by_cpr ON forum_item (cpr_hash) WHERE cpr_hash <> ''",
            "CREATE INDEX forum_item_by_case ON forum_item (case_id)",
            "CREATE INDEX forum_item_by_review ON forum_item (review_on, forum_id) WHERE review_on <> ''",
            """
            CREATE TABLE forum_item_event (
                id \(d.identity),
                item_id \(d.integer) NOT NULL REFERENCES forum_item (id),
                meeting_id \(d.integer),
                kind TEXT NOT NULL,
                code TEXT NOT NULL,
                remark TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX forum_item_event_by_item ON forum_item_event (item_id, id)",
            """
            CREATE TABLE forum_participant (
                item_id \(d.integer) NOT NULL REFERENCES forum_item (id),
                account TEXT NOT NULL,
                added_by TEXT NOT NULL,
                added_at \(d.integer) NOT NULL,
                PRIMARY KEY (item_id, account))\(d.tableEnd)
            """,
            "CREATE INDEX forum_participant_by_account ON forum_participant (account, item_id)",
            """
            CREATE TABLE forum_attendance (
                item_id \(d.integer) NOT NULL REFERENCES forum_item (id),
                meeting_id \(d.integer) NOT NULL REFERENCES forum_meeting (id),
                account TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('present', 'absent', 'excused')),
                PRIMARY KEY (item_id, meeting_id, account))\(d.tableEnd)
            """,
            """
            CREATE TABLE forum_contribution (
                id \(d.identity),
                item_id \(d.integer) NOT NULL REFERENCES forum_item (id),
                author TEXT NOT NULL,
                authority TEXT NOT NULL,
                outcome TEXT NOT NULL CHECK (outcome IN ('given', 'partly', 'declined')),
                body TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                withdrawn_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX forum_contribution_by_item ON forum_contribution (item_id, id)",
            """
            CREATE TABLE forum_minutes (
                id \(d.identity),
                meeting_id \(d.integer) NOT NULL REFERENCES forum_meeting (id),
                item_id \(d.integer) NOT NULL REFERENCES forum_item (id),
                body TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                written_by TEXT NOT NULL,
                written_at \(d.integer) NOT NULL,
                UNIQUE (meeting_id, item_id))\(d.tableEnd)
            """,
            "CREATE INDEX forum_minutes_by_item ON forum_minutes (item_id)",
            """
            CREATE TABLE forum_action (
                id \(d.identity),
                item_id \(d.integer) NOT NULL REFERENCES forum_item (id),
                meeting_id \(d.integer) REFERENCES forum_meeting (id),
                kind TEXT NOT NULL CHECK (kind IN ('decision', 'action')),
                body TEXT NOT NULL,
                owner TEXT NOT NULL,
                due_on TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
                remark TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                created_by TEXT NOT NULL,
                created_at \(d.integer) NOT NULL,
                closed_by TEXT NOT NULL DEFAULT '',
                closed_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX forum_action_by_item ON forum_action (item_id, id)",
            "CREATE INDEX forum_action_by_owner ON forum_action (owner, state, due_on, id)",
        ]
    }

    /// The record itself is never changed or deleted, like the log. What it says in words, and whom it names, lies beside it
    /// and goes when its time is over; the record holds the hash of it.
    private static func disclosures(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE disclosure (
                id \(d.identity),
                giver TEXT NOT NULL,
                role TEXT NOT NULL,
                authority TEXT NOT NULL,
                person_id \(d.integer),
                forum_id \(d.integer),
                meeting_id \(d.integer),
                item_id \(d.integer),
                contribution_id \(d.integer),
                case_id \(d.integer),
                basis TEXT NOT NULL,
                categories TEXT NOT NULL,
                consent TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                channel TEXT NOT NULL,
                onward TEXT NOT NULL,
                outcome TEXT NOT NULL,
                sealed \(d.integer) NOT NULL CHECK (sealed IN (0, 1)),
                digest TEXT NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX disclosure_by_person ON disclosure (person_id, id)",
            "CREATE INDEX disclosure_by_contribution ON disclosure (contribution_id)",
            "CREATE INDEX disclosure_by_item ON disclosure (item_id, id)",
            "CREATE INDEX disclosure_by_case ON disclosure (case_id, id)",
            "CREATE INDEX disclosure_by_time ON disclosure (at, id)",
            """
            CREATE TABLE disclosure_recipient (
                disclosure_id \(d.integer) NOT NULL REFERENCES disclosure (id),
                ordinal \(d.integer) NOT NULL,
                account TEXT NOT NULL,
                role TEXT NOT NULL,
                authority TEXT NOT NULL,
                PRIMARY KEY (disclosure_id, ordinal))\(d.tableEnd)
            """,
            "CREATE INDEX disclosure_recipient_by_account ON disclosure_recipient (account, disclosure_id)",
            """
            CREATE TABLE disclosure_words (
                disclosure_id \(d.integer) NOT NULL PRIMARY KEY REFERENCES disclosure (id),
                cpr_sealed TEXT NOT NULL,
                cpr_hash TEXT NOT NULL,
                body TEXT NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX disclosure_words_by_cpr ON disclosure_words (cpr_hash) WHERE cpr_hash <> ''",
            """
            CREATE TABLE disclosure_addendum (
                id \(d.identity),
                disclosure_id \(d.integer) NOT NULL REFERENCES disclosure (id),
                body TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX disclosure_addendum_by_disclosure ON disclosure_addendum (disclosure_id, id)",
        ] + d.appendOnly("disclosure") + d.appendOnly("disclosure_recipient")
    }
}
