public import Prevention
public import SQL

extension CaseScope {
    /// The condition that a case `c` lies within.
    public var condition: SQL {
        let parts: [SQL] = grants.map { "(COALESCE(c.programme, '') IN \(list: $0.programmes)\($0.limit.condition))" }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, separator: " OR ")))"
    }

    /// The condition on the cases of one programme; `nil` where all of them lie within.
    func condition(of programme: String) -> SQL? {
        let limits = grants.filter { $0.programmes.contains(programme) }.map(\.limit)
        if limits.isEmpty { return "1 = 0" }
        if limits.contains(where: { $0 == CaseScope.Limit.none }) { return nil }
        return "(\(SQL.joined(limits.map { "(1 = 1\($0.condition))" }, separator: " OR ")))"
    }

    /// The municipality that all of it lies in, where there is only one: its index is the shortest way.
    var onlyMunicipality: String? {
        let all = Set(grants.map(\.limit.municipalities))
        guard all.count == 1, let codes = all.first ?? nil, codes.count == 1 else { return nil }
        return codes.first
    }
}

extension CaseScope.Limit {
    /// Compared as expressions, so that no engine picks the index of municipalities for it and sorts what it finds: a page
    /// follows the index of its order.
    fileprivate var condition: SQL {
        var parts: SQL = ""
        if let municipalities { parts = "\(parts) AND COALESCE(c.municipality, '') IN \(list: municipalities)" }
        if let stages { parts = "\(parts) AND COALESCE(c.stage, '') IN \(list: stages)" }
        if let owner { parts = "\(parts) AND c.owner = \(owner) AND c.owner <> ''" }
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
