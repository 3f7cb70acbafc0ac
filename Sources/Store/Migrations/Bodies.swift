import SQL

extension Migration {
    /// Bodies with seats, meetings, topics and what they agree on; fast-track questions; the policy watch. None of it is about
    /// anybody.
    static let bodies = Migration(number: 37, name: "bodies") { d in
        seats(d) + meetings(d) + questions(d) + policies(d) + [deletedNumbers]
    }

    /// A frozen status of the plan keeps the numbers of its cases, and asks which of them the rules have deleted since.
    private static let deletedNumbers: SQL =
        "CREATE INDEX deletion_item_by_number ON deletion_item (number) WHERE state = 'deleted'"

    private static func seats(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE body (
                id \(d.identity),
                kind TEXT NOT NULL,
                municipality TEXT NOT NULL,
                area_id \(d.integer) NOT NULL,
                purpose TEXT NOT NULL,
                ended_at \(d.integer),
                revision \(d.integer) NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE UNIQUE INDEX body_once ON body (kind, municipality, area_id) WHERE ended_at IS NULL",
            """
            CREATE TABLE body_seat (
                id \(d.identity),
                body_id \(d.integer) NOT NULL REFERENCES body (id),
                side TEXT NOT NULL CHECK (side IN ('police', 'municipality', 'community')),
                municipality TEXT NOT NULL,
                title TEXT NOT NULL,
                post TEXT NOT NULL CHECK (post IN ('chair', 'secretary', 'member')),
                account TEXT NOT NULL,
                from_on TEXT NOT NULL,
                to_on TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX body_seat_by_body ON body_seat (body_id, from_on, id)",
            "CREATE INDEX body_seat_by_account ON body_seat (account, body_id) WHERE account <> ''",
        ]
    }

    /// The same columns as those of forums: one store reads both.
    private static func meetings(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE body_series (
                id \(d.identity),
                body_id \(d.integer) NOT NULL REFERENCES body (id),
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
            CREATE TABLE body_meeting (
                id \(d.identity),
                body_id \(d.integer) NOT NULL REFERENCES body (id),
                series_id \(d.integer) REFERENCES body_series (id),
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
            "CREATE INDEX body_meeting_by_body ON body_meeting (body_id, starts_at, id)",
            """
            CREATE TABLE body_attendance (
                meeting_id \(d.integer) NOT NULL REFERENCES body_meeting (id),
                seat_id \(d.integer) NOT NULL REFERENCES body_seat (id),
                state TEXT NOT NULL CHECK (state IN ('present', 'absent', 'excused')),
                PRIMARY KEY (meeting_id, seat_id))\(d.tableEnd)
            """,
            // What a seat says to the minutes that lie for approval.
            """
            CREATE TABLE body_approval (
                meeting_id \(d.integer) NOT NULL REFERENCES body_meeting (id),
                seat_id \(d.integer) NOT NULL REFERENCES body_seat (id),
                is_approved \(d.integer) NOT NULL CHECK (is_approved IN (0, 1)),
                remark TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                PRIMARY KEY (meeting_id, seat_id))\(d.tableEnd)
            """,
            // What approved minutes say of seats and actions, as these stood then: JSON.
            """
            CREATE TABLE body_minutes (
                meeting_id \(d.integer) NOT NULL REFERENCES body_meeting (id),
                body TEXT NOT NULL,
                PRIMARY KEY (meeting_id))\(d.tableEnd)
            """,
            // `reference` is what it is about: `area 3`, `question 2`. `link` is a document elsewhere.
            """
            CREATE TABLE body_topic (
                id \(d.identity),
                body_id \(d.integer) NOT NULL REFERENCES body (id),
                meeting_id \(d.integer) REFERENCES body_meeting (id),
                place \(d.integer) NOT NULL,
                title TEXT NOT NULL,
                words TEXT NOT NULL,
                reference TEXT NOT NULL,
                link TEXT NOT NULL,
                minutes TEXT NOT NULL,
                from_topic \(d.integer) REFERENCES body_topic (id),
                withdrawn_at \(d.integer),
                revision \(d.integer) NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX body_topic_by_body ON body_topic (body_id, id)",
            "CREATE INDEX body_topic_by_meeting ON body_topic (meeting_id, place, id)",
            // `meeting_id` is the meeting that agreed on it, whatever becomes of the topic.
            """
            CREATE TABLE body_action (
                id \(d.identity),
                body_id \(d.integer) NOT NULL REFERENCES body (id),
                topic_id \(d.integer) NOT NULL REFERENCES body_topic (id),
                meeting_id \(d.integer) NOT NULL REFERENCES body_meeting (id),
                kind TEXT NOT NULL CHECK (kind IN ('decision', 'action')),
                words TEXT NOT NULL,
                seat_id \(d.integer) REFERENCES body_seat (id),
                due_on TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
                remark TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                closed_by TEXT NOT NULL DEFAULT '',
                closed_at \(d.integer),
                withdrawn_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX body_action_by_body ON body_action (body_id, state, due_on, id)",
            "CREATE INDEX body_action_by_topic ON body_action (topic_id, id)",
            "CREATE INDEX body_action_by_meeting ON body_action (meeting_id, id)",
            "CREATE INDEX body_action_by_seat ON body_action (seat_id, state) WHERE seat_id IS NOT NULL",
        ]
    }

    private static func questions(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE fast_track (
                id \(d.identity),
                title TEXT NOT NULL,
                asker TEXT NOT NULL,
                body_id \(d.integer) REFERENCES body (id),
                state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
                asked_on TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX fast_track_by_state ON fast_track (state, asked_on, id)",
            """
            CREATE TABLE fast_track_party (
                question_id \(d.integer) NOT NULL REFERENCES fast_track (id),
                authority TEXT NOT NULL,
                PRIMARY KEY (question_id, authority))\(d.tableEnd)
            """,
            // `asked_on` is the day from which the clock of that round runs.
            """
            CREATE TABLE fast_track_message (
                id \(d.identity),
                question_id \(d.integer) NOT NULL REFERENCES fast_track (id),
                kind TEXT NOT NULL CHECK (kind IN ('question', 'answer', 'follow-up', 'close', 'reopen')),
                words TEXT NOT NULL,
                authority TEXT NOT NULL,
                asked_on TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX fast_track_message_by_question ON fast_track_message (question_id, id)",
        ]
    }

    /// `programmes` and `areas` are codes with blanks between, `rule` the id of one in law.yaml.
    private static func policies(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE policy_entry (
                id \(d.identity),
                title TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('law', 'order', 'agreement', 'commission', 'programme')),
                stage TEXT NOT NULL CHECK (stage IN ('announced', 'hearing', 'adopted', 'in-force', 'dropped')),
                due TEXT NOT NULL,
                source TEXT NOT NULL,
                rule TEXT NOT NULL,
                programmes TEXT NOT NULL,
                areas TEXT NOT NULL,
                revision \(d.integer) NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            """
            CREATE TABLE policy_follower (
                entry_id \(d.integer) NOT NULL REFERENCES policy_entry (id),
                authority TEXT NOT NULL,
                title TEXT NOT NULL,
                PRIMARY KEY (entry_id, authority))\(d.tableEnd)
            """,
            """
            CREATE TABLE policy_note (
                id \(d.identity),
                entry_id \(d.integer) NOT NULL REFERENCES policy_entry (id),
                act TEXT NOT NULL,
                code TEXT NOT NULL,
                on_day TEXT NOT NULL,
                words TEXT NOT NULL,
                was TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX policy_note_by_entry ON policy_note (entry_id, id)",
        ]
    }
}
