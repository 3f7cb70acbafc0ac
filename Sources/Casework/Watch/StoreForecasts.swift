public import Prevention
import SQL
import Store

/// Reckons how many of the running clocks will be late at the present pace, for boards and desks, which would wait too long
/// for it. By municipality, at the pace of the whole district. Names nobody.
public struct StoreForecasts: Sendable {
    /// So long they are good enough.
    static let seconds = 3_600

    public init() {}

    func isDue(_ office: Office, in db: any Connection) throws -> Bool {
        guard let last = try ChoreStore.last("forecasts", in: db) else { return true }
        return last.at.adding(seconds: StoreForecasts.seconds) <= office.now
    }

    public func callAsFunction(in office: Office) async throws {
        let now = office.now
        let law = office.law
        let recentFrom = now.day + -(try law.value("clock.forecast-days", on: now.day))
        for programme in Catalogue.all where !programme.clocks.isEmpty {
            try Task.checkCancellation()
            let lines = try await office.database.read { db in
                try self.lines(of: programme, recentFrom: recentFrom, now: now, law: law, in: db)
            }
            try await office.database.write { db in try ForecastStore.replace(lines, of: programme, in: db) }
        }
        try await office.database.write { db in try ChoreStore.done("forecasts", mark: "", at: now, in: db) }
    }

    private func lines(
        of programme: Programme, recentFrom: LocalDate, now: Instant, law: LawBook, in db: any Connection
    ) throws -> [StoredForecast] {
        var running: [String: [String: [ClockReading]]] = [:]
        var recent: [String: [ClockReading]] = [:]
        try CaseStore.forEachFile(
            programmes: [programme], changedFrom: recentFrom, openedThrough: now.day, in: db
        ) { file in
            for reading in try Engine.clocks(of: file, now: now, law: law) {
                if reading.isRunning {
                    running[reading.clock.code, default: [:]][file.municipality, default: []].append(reading)
                } else if let stopped = reading.stoppedAt, stopped.day >= recentFrom {
                    recent[reading.clock.code, default: []].append(reading)
                }
            }
        }
        return running.flatMap { clock, places in
            places.map { municipality, readings in
                let forecast = Forecast(running: readings, recent: recent[clock] ?? [], now: now)
                return StoredForecast(
                    programme: programme.code, clock: clock, municipality: municipality, running: forecast.running,
                    overdue: forecast.overdue, late: forecast.expectedLate, medianDays: forecast.medianDays)
            }
        }
    }
}

/// The outlook of one clock as far as somebody sees all cases of the programme.
public struct Outlook: Sendable {
    public let programme: Programme
    public let clock: Clock
    public let running: Int
    public let overdue: Int
    public let late: Int
    /// Whether enough clocks have stopped lately to tell.
    public let isKnown: Bool
}

/// Reads the outlook as it was last reckoned, of the municipalities whose cases the actor sees all of.
public struct ReadOutlook: Sendable {
    /// `nil` for all programmes.
    public let programme: Programme?

    public init(_ programme: Programme? = nil) {
        self.programme = programme
    }

    /// - Returns: those with the most clocks that will be late first.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [Outlook] {
        let scope = who.scope
        let lines = try await office.database.read { db in try ForecastStore.lines(of: programme, in: db) }
        var order: [[String]] = []
        let grouped = Dictionary(grouping: lines) { line in
            let key = [line.programme, line.clock]
            if !order.contains(key) { order.append(key) }
            return key
        }
        return order.compactMap { key in
            guard let programme = Catalogue.programme(key[0]), let clock = programme.clock(key[1]) else { return nil }
            let seen = (grouped[key] ?? []).filter { scope.containsAll(programme, of: $0.municipality) }
            let running = seen.map(\.running).reduce(0, +)
            guard running > 0 else { return nil }
            return Outlook(
                programme: programme, clock: clock, running: running, overdue: seen.map(\.overdue).reduce(0, +),
                late: seen.map(\.late).reduce(0, +), isKnown: seen.contains { $0.medianDays != nil })
        }.sorted { $0.late > $1.late }
    }
}
