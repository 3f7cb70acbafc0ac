import SQL

extension Migration {
    /// Values of external indicators, what each municipality has for a focus area, and the pages that local councils share. Nothing
    /// here is about a person.
    static let community = Migration(number: 38, name: "community") { d in
        [
            """
            CREATE TABLE indicator_import (
                id \(d.identity),
                file TEXT NOT NULL,
                rows_read \(d.integer) NOT NULL,
                inserted \(d.integer) NOT NULL,
                updated \(d.integer) NOT NULL,
                unchanged \(d.integer) NOT NULL,
                rejected \(d.integer) NOT NULL,
                rejects_path TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            // `place` is the code of a municipality, or `district`, `region`, `country`. What was before stands in `change`.
            """
            CREATE TABLE indicator_value (
                id \(d.identity),
                indicator TEXT NOT NULL,
                period TEXT NOT NULL,
                place TEXT NOT NULL,
                population TEXT NOT NULL,
                value \(d.real) NOT NULL,
                low \(d.real),
                high \(d.real),
                asked \(d.integer),
                source TEXT NOT NULL,
                import_id \(d.integer) NOT NULL REFERENCES indicator_import (id),
                revision \(d.integer) NOT NULL,
                UNIQUE (indicator, period, place, population),
                CHECK ((low IS NULL) = (high IS NULL)))\(d.tableEnd)
            """,
            """
            CREATE TABLE measure (
                id \(d.identity),
                area_id \(d.integer) NOT NULL REFERENCES focus_area (id),
                municipality TEXT NOT NULL,
                kind TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('has', 'planned', 'none', 'empty')),
                name TEXT NOT NULL,
                remark TEXT NOT NULL,
                contact TEXT NOT NULL,
                link TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL,
                UNIQUE (area_id, municipality, kind))\(d.tableEnd)
            """,
            // What is being prepared; `body` is JSON.
            """
            CREATE TABLE local_page (
                id \(d.identity),
                municipality TEXT NOT NULL UNIQUE,
                body TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            // What was published, as it was; the newest that has not been taken back is shown.
            """
            CREATE TABLE local_page_version (
                id \(d.identity),
                municipality TEXT NOT NULL,
                body TEXT NOT NULL,
                published_by TEXT NOT NULL,
                published_at \(d.integer) NOT NULL,
                withdrawn_by TEXT NOT NULL,
                withdrawn_at \(d.integer),
                reason TEXT NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX local_page_version_by_place ON local_page_version (municipality, id)",
            // The last day on which the daily mail had nothing to say; empty for none.
            "ALTER TABLE digest ADD COLUMN passed_on TEXT NOT NULL DEFAULT ''",
        ]
    }
}
