import SQL

extension Migration {
    /// Lists of cases: a tally of where they stand, an index for every order, saved filters, and what was done to many
    /// cases at once.
    static let lists = Migration(number: 17, name: "lists") { d in
        let indexes: [SQL] = [
            // Every list of one programme, municipality or stage is merged from the stages below.
            "DROP INDEX case_by_programme",
            "DROP INDEX case_by_programme_due",
            "DROP INDEX case_by_municipality",
            "DROP INDEX case_by_due",
            "CREATE INDEX case_by_step ON case_file (stage_on, id)",
            "CREATE INDEX case_by_stage_step ON case_file (programme, stage, stage_on, id)",
            "CREATE INDEX case_by_stage_number ON case_file (programme, stage, id)",
            "CREATE INDEX case_by_place ON case_file (municipality, programme, stage, opened_on, id)",
            "CREATE INDEX case_by_place_step ON case_file (municipality, programme, stage, stage_on, id)",
            "CREATE INDEX case_by_place_number ON case_file (municipality, programme, stage, id)",
            // With everything that a list of deadlines is filtered by, so that no row is looked up to be left out.
            """
            CREATE INDEX case_by_due ON case_file
                (due_at, id, programme, stage, municipality, owner, is_open, opened_on, stage_on)
                WHERE due_at IS NOT NULL
            """,
        ]
        let tally: [SQL] = [
            """
            CREATE TABLE case_tally (
                programme TEXT NOT NULL,
                stage TEXT NOT NULL,
                municipality TEXT NOT NULL,
                is_open \(d.integer) NOT NULL CHECK (is_open IN (0, 1)),
                is_owned \(d.integer) NOT NULL CHECK (is_owned IN (0, 1)),
                cases \(d.integer) NOT NULL,
                PRIMARY KEY (programme, stage, municipality, is_open, is_owned))\(d.tableEnd)
            """,
            """
            INSERT INTO case_tally (programme, stage, municipality, is_open, is_owned, cases)
            SELECT programme, stage, municipality, is_open, CASE WHEN owner = '' THEN 0 ELSE 1 END, COUNT(*)
            FROM case_file GROUP BY 1, 2, 3, 4, 5
            """,
        ]
        let filters: [SQL] = [
            """
            CREATE TABLE saved_filter (
                id \(d.identity),
                account TEXT NOT NULL,
                authority TEXT NOT NULL,
                name TEXT NOT NULL,
                name_key TEXT NOT NULL,
                query TEXT NOT NULL,
                is_shared \(d.integer) NOT NULL CHECK (is_shared IN (0, 1)),
                revision \(d.integer) NOT NULL,
                changed_at \(d.integer) NOT NULL,
                deleted_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX saved_filter_by_account ON saved_filter (account, id)",
            "CREATE INDEX saved_filter_by_authority ON saved_filter (authority, id) WHERE is_shared = 1",
        ]
        let bulk: [SQL] = [
            """
            CREATE TABLE bulk_run (
                id \(d.identity),
                account TEXT NOT NULL,
                action TEXT NOT NULL CHECK (action IN ('assign', 'close')),
                target TEXT NOT NULL,
                message TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                finished_at \(d.integer),
                undone_at \(d.integer))\(d.tableEnd)
            """,
            """
            CREATE TABLE bulk_item (
                run_id \(d.integer) NOT NULL REFERENCES bulk_run (id),
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                revision \(d.integer) NOT NULL,
                owner TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'refused', 'undone', 'kept')),
                refusals TEXT NOT NULL,
                PRIMARY KEY (run_id, case_id))\(d.tableEnd)
            """,
            "CREATE INDEX bulk_item_by_case ON bulk_item (case_id)",
        ]
        return indexes + tally + d.tallied("case_file", "case_tally", talliedColumns) + filters + bulk
    }

    private static let talliedColumns = [
        TalliedColumn(name: "programme", follows: "programme", before: "OLD.programme", after: "NEW.programme"),
        TalliedColumn(name: "stage", follows: "stage", before: "OLD.stage", after: "NEW.stage"),
        TalliedColumn(
            name: "municipality", follows: "municipality", before: "OLD.municipality", after: "NEW.municipality"),
        TalliedColumn(name: "is_open", follows: "is_open", before: "OLD.is_open", after: "NEW.is_open"),
        TalliedColumn(
            name: "is_owned", follows: "owner", before: "(CASE WHEN OLD.owner = '' THEN 0 ELSE 1 END)",
            after: "(CASE WHEN NEW.owner = '' THEN 0 ELSE 1 END)"),
    ]
}
