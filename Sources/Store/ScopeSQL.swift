public import Prevention
public import SQL

extension CaseScope {
    /// The condition that a case `c` lies within.
    public var condition: SQL {
        CaseScope.condition(grants)
    }

    private static func condition(_ grants: [Grant]) -> SQL {
        let parts: [SQL] = grants.map { "(COALESCE(c.programme, '') IN \(list: $0.programmes)\($0.limit.condition))" }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, separator: " OR ")))"
    }

    /// The same for what somebody sees of others too; of a case it asks only where it stands.
    var sharedCondition: SQL {
        let shared = grants.filter(\.limit.isShared)
        let parts: [SQL] = shared.map { "(c.programme IN \(list: $0.programmes)\($0.limit.condition))" }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, separator: " OR ")))"
    }

    /// Programmes of which somebody sees only the cases that they have been handed themselves.
    var ownOnly: [(owner: String, condition: SQL)] {
        grants.compactMap { grant in
            grant.limit.owner.map {
                (
                    $0,
                    // Each case once, where somebody sees it for another reason too.
                    """
                    COALESCE(c.programme, '') IN \(list: grant.programmes)\(grant.limit.placeCondition)
                        AND c.owner = \($0) AND c.owner <> '' AND NOT \(sharedCondition)
                    """
                )
            }
        }
    }

    /// Programmes of which somebody sees only the cases that have been opened to them, which are few.
    var opened: [SQL] {
        grants.compactMap { grant in
            grant.limit.cases.map { _ in
                """
                COALESCE(c.programme, '') IN \(list: grant.programmes)\(grant.limit.condition) AND NOT \(sharedCondition)
                """
            }
        }
    }

    /// The same on a row of the register, which is walked along another index.
    var registerCondition: SQL {
        let shared = grants.filter(\.limit.isShared)
        let isEverything = shared.contains { $0.limit == Limit.none && $0.programmes.count == Catalogue.all.count }
        return isEverything ? "1 = 1" : CaseScope.condition(shared)
    }

    /// Whether it ends at the borders of municipalities.
    var isLocal: Bool {
        grants.contains { $0.limit.isShared && $0.limit.municipalities != nil }
    }
}

extension CaseScope.Limit {
    /// Compared as expressions, so that no engine picks an index of municipalities or owners for it and sorts what it finds: a
    /// page follows the index of its order.
    fileprivate var condition: SQL {
        var parts = placeCondition
        if let cases { parts = "\(parts) AND c.id IN \(list: cases)" }
        return owner.map { "\(parts) AND COALESCE(c.owner, '') = \($0)" } ?? parts
    }

    /// The same without the owner.
    fileprivate var placeCondition: SQL {
        var parts: SQL = ""
        if let municipalities { parts = "\(parts) AND COALESCE(c.municipality, '') IN \(list: municipalities)" }
        if let stages { parts = "\(parts) AND COALESCE(c.stage, '') IN \(list: stages)" }
        return parts
    }
}

extension PersonScope {
    /// The condition that a person `p` lies within.
    public var condition: SQL {
        switch self {
        case .everybody: return "1 = 1"
        case .parties(let scope):
            if scope.grants.isEmpty { return "1 = 0" }
            return """
                EXISTS (SELECT 1 FROM case_party y CROSS JOIN case_file c
                    WHERE y.person_id = p.id AND c.id = y.case_id AND \(scope.condition))
                """
        }
    }
}
