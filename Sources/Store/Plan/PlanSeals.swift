public import SQL

/// Whether what a kredsråd has adopted or been told is still what is kept of it.
public enum PlanSeals {
    /// `plan 1 version 2` and `status 3` for those that no longer have their hash.
    public static func broken(in db: any Connection) throws -> [String] {
        let versions = try PlanStore.plans(in: db).flatMap { plan in
            try PlanStore.versions(of: plan.id, in: db).reversed().filter { !$0.isGenuine }
                .map { "plan \(plan.id) version \($0.version)" }
        }
        let statuses = try PlanStore.plans(in: db).flatMap { plan in
            try PlanStatusStore.statuses(of: plan.id, in: db).filter { !$0.isGenuine }.map { "status \($0.id)" }
        }
        return versions.sorted() + statuses.sorted()
    }
}
