/// What the secretariat says of an area in a status for the kredsråd (*status til kredsrådet*).
public struct PlanStatusText: Sendable, Hashable {
    public var promised: String
    public var done: String
    /// What has changed since the last one.
    public var changed: String

    public init(promised: String = "", done: String = "", changed: String = "") {
        self.promised = promised
        self.done = done
        self.changed = changed
    }

    /// What is wrong with it as such. The words are in the locales under `refusal.plan.*`.
    public var problems: [Refusal] {
        PlanText.problems([("promised", promised, false), ("done", done, false), ("changed", changed, false)])
    }
}
