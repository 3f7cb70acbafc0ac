import ArgumentParser
import Casework
import Exchange
import Foundation
import Handbook
import Prevention
import SQL
import Store
import Synthetic
import Web

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Fill a fresh database with a synthetic district and serve it.",
        discussion: "All persons are invented. The logins are printed; they are for demonstration only.")

    @OptionGroup var data: DataOptions
    @OptionGroup var district: DistrictOptions
    @Option(help: "Port to serve on.") var port = 8080
    @Flag(inversion: .prefixedNo, help: "Serve the district when it is filled.") var serve = true

    /// What `--json` prints.
    private struct Output: Encodable {
        struct Login: Encodable {
            let name: String
            let password: String
            let role: String
        }

        let database: String
        let logins: [Login]
    }

    static let password = "forebyg-sammen-26"

    func run() async throws {
        try await Terminal.reporting {
            let path = try data.path()
            let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
            guard size == 0 else {
                throw CommandFailure("'\(path)' holds data already. Remove it, or give another --database.")
            }
            let office = try data.office(makesNew: true)
            // What is missing is said before the first page is asked for.
            try office.handbook.words.readAll()
            try await fill(office)
            let logins =
                Role.allCases.map {
                    Output.Login(name: $0.rawValue, password: DemoCommand.password, role: $0.rawValue)
                }
                + ([DemoHits.second] + DemoForums.members).map {
                    let role = $0.roles.map(\.rawValue).sorted().first ?? ""
                    return Output.Login(name: $0.name, password: DemoCommand.password, role: role)
                }
            if data.json { try Terminal.print(json: Output(database: data.url, logins: logins)) }
            Terminal.say("\nDemo logins (password for all: \(DemoCommand.password)):")
            Terminal.say("  " + logins.map(\.name).joined(separator: ", "))
            if serve {
                try await ServeCommand.serve(
                    office, settings: .init(isSecure: false, dataFolder: try data.dataFolder()), host: "127.0.0.1",
                    port: port)
            }
        }
    }

    private func fill(_ office: Office) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kreds-" + UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        Terminal.say("Writing a synthetic district …")
        _ = try district.write(to: folder)
        Terminal.say("Importing it …")
        let operatorUser = Actor.operatingSystemUser
        let importer = Importer(
            database: office.database, handbook: office.handbook, keys: office.keys, ledger: office.ledger,
            rejectsFolder: try data.dataFolder() + "/rejects")
        var bar = ProgressBar()
        let summary = try importer.run(
            folder: folder, source: "demo", actor: try Policy.authorize(operatorUser, Acts.ExchangeData.self),
            at: office.now, language: .danish
        ) { bar.show($0.fraction, $0.file) }
        bar.finish()
        Terminal.say("  \(summary.inserted) rows, \(summary.rejected) rejected")
        let outcome = try await Terminal.working("Socialsøg") {
            try await RunScreening(asOf: nil)(try Policy.authorize(operatorUser, Acts.Screen.self), in: office)
        }
        Terminal.say("  Socialsøg: \(outcome.hits.count) hits")
        let manager = try Policy.authorize(operatorUser, Acts.ManageAccounts.self)
        let words = office.handbook[.danish]
        for role in Role.allCases {
            let actor = Actor(
                name: role.rawValue, displayName: "Demo " + words("role." + role.rawValue),
                authority: DemoCommand.authority(of: role), unit: role == .parishOfficer ? "sejeroe" : "",
                roles: [role])
            // Printed logins are tried by hand: name and password are enough.
            try await AddAccount(actor, password: DemoCommand.password, isExempt: true)(by: manager, in: office)
        }
        for member in [DemoHits.second] + DemoForums.members {
            try await AddAccount(member, password: DemoCommand.password, isExempt: true)(by: manager, in: office)
        }
        try await shareOut(office)
        try await observe(office)
        try await DemoForums(office: office).fill()
        let plan = DemoPlan(office: office, secretariat: try await demoActor(.secretariat, office))
        let adopted = try await plan.adopt()
        let bodies = DemoBodies(office: office)
        try await bodies.fill()
        try await plan.follow(adopted)
        try await bodies.hear()
        try await DemoDoubts(office: office, rejectsFolder: try data.dataFolder() + "/rejects").fill()
        let decided = try await DemoHits(office: office).fill()
        Terminal.say("  Decided hits: \(decided)")
        try await DemoCommunity(
            office: office, secretariat: try await demoActor(.secretariat, office),
            rejectsFolder: try data.dataFolder() + "/rejects"
        ).fill()
        // Overdue clocks go to the leader; those of the sealed programmes within their team.
        let naming = try Policy.authorize(operatorUser, Acts.NameLeaders.self)
        try await NameLeader(programme: "", place: "", account: Role.leader.rawValue)(naming, in: office)
        for programme in Catalogue.all where programme.isSealed {
            try await NameLeader(programme: programme.code, place: "", account: Role.exitTeam.rawValue)(
                naming, in: office)
        }
        try await StoreForecasts()(in: office)
        let escalated = try await Escalate()(by: operatorUser, in: office)
        Terminal.say("  Escalations: \(escalated.made)")
    }

    /// Observations of several demo users, recorded a week ago, so that they are counted, and how far the Køge model has come.
    private func observe(_ office: Office) async throws {
        let observers: [Role] = [
            .officer, .secretariat, .planSecretariat, .screener, .boardCoordinator, .specialisedTeam, .leader,
        ]
        let then = office.now.adding(hours: -7 * 24)
        let earlier = Office(
            database: office.database, handbook: office.handbook, keys: office.keys, clock: { then })
        for (number, observation) in TrendSamples.observations(through: then.day).enumerated() {
            let role = observers[number % observers.count]
            let observer = try Policy.authorize(try await demoActor(role, office), Acts.ShareTrends.self)
            try await RecordObservation(observation)(observer, in: earlier)
        }
        let secretariat = try Policy.authorize(try await demoActor(.secretariat, office), Acts.ReadReport.self)
        for entry in TrendSamples.rollOut(through: office.now.day) {
            let latest = try await ReadRollOut()(secretariat, in: office).first {
                $0.entry.municipality == entry.municipality
            }
            try await RecordRollOut(entry, after: latest?.id ?? 0)(secretariat, in: office)
        }
    }

    private func demoActor(_ role: Role, _ office: Office) async throws -> Actor {
        let stored = try await office.database.read { try AccountStore.account(named: role.rawValue, in: $0)?.actor }
        guard let stored else { throw CommandFailure("No demo account of the role '\(role.rawValue)'.") }
        return office.handbook.placed(stored)
    }

    /// Where somebody of that role works in the demo: the police where they may, otherwise one of the others.
    private static func authority(of role: Role) -> String {
        let homes: [(kind: Authority.Kind, code: String)] = [
            (.police, "police"), (.municipality, "259"), (.counselling, "counselling"), (.mediation, "mediation"),
            (.hospital, "hospitals"),
        ]
        return homes.first { role.authorities.contains($0.kind) }?.code ?? "police"
    }

    /// Gives the demo users cases of their own: the nearest deadlines of what each may handle.
    private func shareOut(_ office: Office) async throws {
        let operatorUser = try Policy.authorize(.operatingSystemUser, Acts.WorkCases.self)
        let handlers: [Role] = [
            .officer, .secretariat, .boardCoordinator, .screener, .sectorLeader, .exitTeam, .leader, .specialisedTeam,
            .socialWorker, .sspCoordinator,
        ]
        for (index, role) in handlers.enumerated() {
            for programme in Catalogue.all where programme.transitions.contains(where: { $0.by.contains(role) }) {
                var query = CaseQuery(order: .newest)
                query.programme = programme.code
                query.isOpen = true
                query.owner = ""
                // Others than the police own what is shared with them.
                let share = programme.shares.first { $0.role == role }
                if share != nil { query.municipality = DemoCommand.authority(of: role) }
                let list = try await ListCases(query, limit: 3 + index % 3)(operatorUser, in: office)
                for row in list.rows where share?.during.contains(Stage(row.stage)) ?? true {
                    try await ChangeCase(row.id, revision: row.revision, .assign(owner: role.rawValue))(
                        operatorUser, in: office)
                }
            }
        }
    }
}
