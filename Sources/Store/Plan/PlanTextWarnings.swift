public import Prevention
public import SQL

/// How often somebody has been warned of a text that seems to name a person. Kept no longer than it counts.
public enum PlanTextWarnings {
    public static func count(of actor: Actor, since: Instant, in db: any Connection) throws -> Int {
        try db.execute("DELETE FROM plan_text_warning WHERE at <= \(since.milliseconds)")
        return try db.count("SELECT COUNT(*) FROM plan_text_warning WHERE actor = \(actor.name)")
    }

    public static func add(by actor: Actor, at: Instant, in db: any Connection) throws {
        try db.execute("INSERT INTO plan_text_warning (actor, at) VALUES (\(actor.name), \(at.milliseconds))")
    }
}
