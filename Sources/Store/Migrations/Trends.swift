import SQL

extension Migration {
    /// Observations of trends, which name nobody; who is not selected now, and until when; how far the Køge model has come.
    static let trends = Migration(number: 24, name: "trends") { d in
        [
            """
            CREATE TABLE trend_observation (
                id \(d.identity),
                topic TEXT NOT NULL,
                municipality TEXT NOT NULL,
                area TEXT NOT NULL,
                day TEXT NOT NULL,
                part TEXT NOT NULL,
                source TEXT NOT NULL,
                remark TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                revision \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX trend_by_day ON trend_observation (day, topic, municipality)",
            "CREATE INDEX trend_by_actor ON trend_observation (actor, day)",
            """
            CREATE TABLE not_now (
                person_id \(d.integer) NOT NULL PRIMARY KEY REFERENCES person (id),
                reason TEXT NOT NULL,
                until TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX not_now_by_end ON not_now (until)",
            """
            CREATE TABLE roll_out (
                id \(d.identity),
                municipality TEXT NOT NULL,
                state TEXT NOT NULL,
                day TEXT NOT NULL,
                contact TEXT NOT NULL,
                remark TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX roll_out_by_municipality ON roll_out (municipality, id)",
        ]
    }
}
