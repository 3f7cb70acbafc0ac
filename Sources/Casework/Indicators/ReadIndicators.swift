public import Handbook
public import Prevention
import SQL
public import Store

/// The values of one indicator.
public struct IndicatorSeries: Sendable {
    public let definition: IndicatorDefinition
    /// By place, period and population.
    public let values: [StoredIndicator]
}

/// Reads the values of external indicators. They are about nobody, so nothing is logged.
public struct ReadIndicators: Sendable {
    /// `nil` for all.
    public let code: String?

    public init(_ code: String? = nil) {
        self.code = code
    }

    /// In the order of the definitions; those without values as well.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> [IndicatorSeries] {
        try await Self.series(of: code, in: office)
    }

    static func series(of code: String?, in office: Office) async throws -> [IndicatorSeries] {
        let values = try await office.database.read { try IndicatorStore.values(of: code, in: $0) }
        return office.handbook.indicatorDefinitions.filter { code == nil || $0.code == code }.map { definition in
            IndicatorSeries(definition: definition, values: values.filter { $0.value.indicator == definition.code })
        }
    }
}

/// What a value has been before, newest first.
public struct ReadIndicatorHistory: Sendable {
    public struct Entry: Sendable {
        public let at: Instant
        public let actor: String
        public let old: IndicatorValue
    }

    public let ids: [Int64]

    public init(_ ids: [Int64]) {
        self.ids = ids
    }

    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> [Int64: [Entry]] {
        try await office.database.read { db in
            var found: [Int64: [Entry]] = [:]
            for id in ids {
                found[id] = try ChangeLog.entries(of: .indicator, id: id, in: db).compactMap { entry in
                    IndicatorText.value(entry.old).map { Entry(at: entry.at, actor: entry.actor, old: $0) }
                }
            }
            return found
        }
    }
}

/// The latest deliveries, newest first.
public struct ListIndicatorDeliveries: Sendable {
    public static let most = 20

    public init() {}

    public func callAsFunction(
        _ who: Authorized<Acts.EditPlan>, in office: Office
    ) async throws -> [IndicatorDelivery] {
        try await office.database.read {
            try IndicatorStore.deliveries(limit: ListIndicatorDeliveries.most, in: $0)
        }
    }
}

/// One delivery.
public struct ReadIndicatorDelivery: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws -> IndicatorDelivery {
        guard let found = try await office.database.read({ try IndicatorStore.delivery(id, in: $0) }) else {
            throw NotFound()
        }
        return found
    }
}
