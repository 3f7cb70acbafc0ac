public import Prevention
public import SQL

/// An initiative as it is stored.
public struct StoredInitiative: Sendable, Hashable {
    public let id: Int64
    public let plan: Int64
    public let initiative: Initiative
    public let stage: Initiative.Stage
    /// Why there is one more than the cap of its area; empty where there is not.
    public let overCap: String
    /// `nil` until it is anchored.
    public let anchor: Initiative.Anchor?
    /// `nil` until a status is given.
    public let light: Initiative.Light?
    public let lightText: String
    public let lightOn: LocalDate?
    public let result: String
    public let learning: String
    /// Raised with every change; a form sends back the one it was made from.
    public let revision: Int

    /// What carries it; `nil` also where it has been given up again.
    public var shownAnchor: Initiative.Anchor? { stage.isCarried ? anchor : nil }
}

/// What a step of an initiative sets besides its stage.
public struct InitiativeStep: Sendable, Hashable {
    public var stage: Initiative.Stage
    public var overCap: String
    public var anchor: Initiative.Anchor?
    public var result: String
    public var learning: String

    /// What is set already.
    public init(_ stored: StoredInitiative, to stage: Initiative.Stage) {
        self.stage = stage
        overCap = stored.overCap
        anchor = stored.anchor
        result = stored.result
        learning = stored.learning
    }
}

/// Initiatives (*indsatser*).
public enum InitiativeStore {
    private static let columns: SQL = """
        id, plan_id, area_id, municipality, title, body, resources, figures, indicators, activities, stage, over_cap, anchor,
            anchor_ref, light, light_text, light_on, result, learning, revision
        """

    private static func stored(_ row: Row) throws -> StoredInitiative {
        guard let stage = Initiative.Stage(rawValue: row.text(10)) else {
            throw DatabaseFailure(.other, detail: "initiative \(row.int64(0)) cannot be read")
        }
        let initiative = Initiative(
            area: row.int64OrNil(2), municipality: row.text(3), title: row.text(4), body: row.text(5),
            resources: row.text(6), figures: FocusAreaStore.codes(row.text(7)),
            indicators: FocusAreaStore.codes(row.text(8)), activities: FocusAreaStore.codes(row.text(9)))
        return StoredInitiative(
            id: row.int64(0), plan: row.int64(1), initiative: initiative, stage: stage, overCap: row.text(11),
            anchor: Initiative.Anchor(code: row.text(12), words: row.text(13)),
            light: Initiative.Light(rawValue: row.text(14)), lightText: row.text(15),
            lightOn: LocalDate(row.text(16)), result: row.text(17), learning: row.text(18), revision: row.int(19))
    }

    /// In the order in which they came.
    public static func initiatives(of plan: Int64, in db: any Connection) throws -> [StoredInitiative] {
        try db.fetch("SELECT \(columns) FROM initiative WHERE plan_id = \(plan) ORDER BY id", stored)
    }

    public static func initiative(_ id: Int64, in db: any Connection) throws -> StoredInitiative? {
        try db.first("SELECT \(columns) FROM initiative WHERE id = \(id)", stored)
    }

    public static func insert(
        _ one: Initiative, into plan: Int64, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Int64 {
        let id = try db.insert(
            """
            INSERT INTO initiative (plan_id, area_id, municipality, title, body, resources, figures, indicators, activities,
                stage, over_cap, anchor, anchor_ref, light, light_text, light_on, result, learning, actor, at, revision)
            VALUES (\(plan), \(one.area), \(one.municipality), \(one.title), \(one.body), \(one.resources),
                \(FocusAreaStore.text(one.figures)), \(FocusAreaStore.text(one.indicators)),
                \(FocusAreaStore.text(one.activities)), 'proposed', '', '', '', '', '', '', '', '', \(actor.name),
                \(at.milliseconds), 1) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new initiative") }
        return id
    }

    /// False where somebody has changed it since `revision`.
    public static func update(
        _ id: Int64, to one: Initiative, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE initiative SET area_id = \(one.area), municipality = \(one.municipality), title = \(one.title),
                body = \(one.body), resources = \(one.resources), figures = \(FocusAreaStore.text(one.figures)),
                indicators = \(FocusAreaStore.text(one.indicators)),
                activities = \(FocusAreaStore.text(one.activities)), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// False where somebody has changed it since `revision`.
    public static func move(
        _ id: Int64, _ step: InitiativeStep, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE initiative SET stage = \(step.stage.rawValue), over_cap = \(step.overCap),
                anchor = \(step.anchor?.code ?? ""), anchor_ref = \(step.anchor?.words ?? ""), result = \(step.result),
                learning = \(step.learning), revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// False where somebody has changed it since `revision`.
    public static func setLight(
        _ id: Int64, to light: Initiative.Light, text: String, on day: LocalDate, revision: Int, in db: any Connection
    ) throws -> Bool {
        try db.execute(
            """
            UPDATE initiative SET light = \(light.rawValue), light_text = \(text), light_on = \(day.description),
                revision = revision + 1
            WHERE id = \(id) AND revision = \(revision)
            """) == 1
    }

    /// Counts a change to what belongs to one. False where somebody has changed it since `revision`.
    public static func touch(_ id: Int64, revision: Int, in db: any Connection) throws -> Bool {
        try db.execute(
            "UPDATE initiative SET revision = revision + 1 WHERE id = \(id) AND revision = \(revision)") == 1
    }

    /// Those that a body or a forum carries or has carried, the latest first.
    public static func initiatives(
        anchoredIn anchor: Initiative.Anchor, _ db: any Connection
    ) throws -> [StoredInitiative] {
        let stages = Initiative.Stage.allCases.filter(\.isCarried).map(\.rawValue)
        return try db.fetch(
            """
            SELECT \(columns) FROM initiative WHERE anchor = \(anchor.code) AND stage IN \(list: stages) ORDER BY id DESC
            """, stored)
    }

    /// How many of an area take one of its places now.
    public static func taken(in area: Int64, except id: Int64, _ db: any Connection) throws -> Int {
        let stages = Initiative.Stage.allCases.filter(\.countsTowardsCap).map(\.rawValue)
        return try db.count(
            """
            SELECT COUNT(*) FROM initiative WHERE area_id = \(area) AND id <> \(id) AND stage IN \(list: stages)
            """)
    }
}
