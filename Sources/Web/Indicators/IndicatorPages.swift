import Casework
import Exchange
import Foundation
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /indicators | needs read-plan; numbers of others name nobody |
/// | GET | /indicators/template.csv | needs read-plan |
/// | GET | /indicators/upload | needs edit-plan |
/// | POST | /indicators/upload | needs edit-plan; the token stands first in the body |
/// | GET | /indicators/deliveries/{id} | needs edit-plan |
/// | GET | /indicators/deliveries/{id}/rejects.csv | needs edit-plan |
enum IndicatorPages {
    static func add(to routes: RouteTable) {
        routes.get("/indicators", .needs(.readPlan)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let who = try visit.authorized(Acts.ReadPlan.self)
            let all = try await ReadIndicators()(who, in: visit.office)
            let code = visit.query("indicator")
            let changed = IndicatorPageModel.chosen(all, code)?.values.filter { $0.revision > 1 }.map(\.id) ?? []
            let history = try await ReadIndicatorHistory(changed)(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            let model = IndicatorPageModel(
                all, code: code, period: visit.query("period"), place: visit.query("place"), history,
                mayImport: who.actor.may(.editPlan), texts)
            return .page("indicators", model)
        }

        routes.get("/indicators/template.csv", .needs(.readPlan)) { visit in
            let text = IndicatorFileReader.template(visit.office.handbook, year: visit.today.year)
            return .text(text, contentType: "text/csv; charset=utf-8", fileName: "indicators.csv")
        }

        routes.get("/indicators/upload", .needs(.editPlan)) { visit in try await form(visit, nil) }

        routes.upload("/indicators/upload", .needs(.editPlan)) { visit in
            do {
                let done = try await take(visit)
                return .redirect("/indicators/deliveries/\(done.id)")
            } catch let refusal as Refusal where refusal.code != "form-token" {
                return try await form(visit, refusal)
            } catch let failure as ImportFailure {
                return try await form(visit, failure.refusal)
            }
        }

        routes.get("/indicators/deliveries/{id}", .needs(.editPlan)) { visit in
            let delivery = try await delivery(visit)
            let texts = try await CaseTexts.load(for: visit)
            let rows =
                delivery.rejectsPath.isEmpty
                ? []
                : (try? RejectedRow.first(IndicatorDeliveryModel.mostRows, of: delivery.rejectsPath, hiding: [])) ?? []
            return .page("indicator-delivery", IndicatorDeliveryModel(delivery, rows, texts))
        }

        routes.get("/indicators/deliveries/{id}/rejects.csv", .needs(.editPlan)) { visit in
            let delivery = try await delivery(visit)
            let path = delivery.rejectsPath
            guard !path.isEmpty, FileManager.default.fileExists(atPath: path) else { throw NotFound() }
            return .stream(
                contentType: "text/csv; charset=utf-8", fileName: "indicators-\(delivery.id)-rejects.csv"
            ) { write in
                let reader = try RejectsReader(path: path, hiding: [])
                while let line = try reader.nextLine() { try await write(line) }
            }
        }
    }

    private static func delivery(_ visit: Visit) async throws -> IndicatorDelivery {
        try await ReadIndicatorDelivery(visit.parameter("id", as: Int64.self))(
            visit.authorized(Acts.EditPlan.self), in: visit.office)
    }

    /// The file goes to the disk while it is read, and away again.
    private static func take(_ visit: Visit) async throws -> IndicatorDelivery {
        let who = try visit.authorized(Acts.EditPlan.self)
        let sent = try await SmallUpload.receive(visit, most: IndicatorFileReader.largest)
        let folder = visit.site.settings.dataFolder + "/rejects"
        let name = folder + "/indicators-" + UUID().uuidString.lowercased()
        let made =
            (try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])) != nil
            && FileManager.default.createFile(
                atPath: name + ".upload", contents: Data(sent.bytes), attributes: [.posixPermissions: 0o600])
        guard made else { throw Refusal("import.upload-not-stored") }
        defer { try? FileManager.default.removeItem(atPath: name + ".upload") }
        let batch = try IndicatorFileReader(visit.office.handbook, today: visit.today).read(
            name + ".upload", name: sent.fileName, rejects: name + ".csv", language: visit.language)
        return try await ImportIndicators(batch)(who, in: visit.office)
    }

    private static func form(_ visit: Visit, _ refusal: Refusal?) async throws -> Reply {
        let deliveries = try await ListIndicatorDeliveries()(visit.authorized(Acts.EditPlan.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        return .page(
            "indicator-upload", IndicatorUploadModel(deliveries, refusal, texts),
            status: refusal == nil ? .ok : .unprocessableContent)
    }
}

/// The form of a delivery, with the columns and the deliveries before.
struct IndicatorUploadModel: Sendable {
    struct Line: Sendable {
        let deliveryHref: String
        let deliveryAt: String
        let deliveryFile: String
        let deliveryBy: String
        let deliveryCounts: String
    }

    struct Column: Sendable {
        let columnCode: String
        let columnAbout: String
        let isColumnRequired: Bool
    }

    struct Known: Sendable {
        let knownCode: String
        let knownName: String
    }

    let problems: FormProblems?
    let columns: [Column]
    let knowns: [Known]
    let deliveries: [Line]
    let hasDeliveries: Bool

    init(_ found: [IndicatorDelivery], _ refusal: Refusal?, _ texts: CaseTexts) {
        let words = texts.words
        problems = refusal.map {
            FormProblems(
                [.init(problemText: words.refusal($0, programme: nil), problemTarget: "file")], words: words)
        }
        columns = IndicatorFileReader.columns.map {
            Column(
                columnCode: $0, columnAbout: words("indicator.column." + $0),
                isColumnRequired: IndicatorFileReader.required.contains($0))
        }
        let names = IndicatorTexts(words: words, handbook: texts.handbook)
        knowns = texts.handbook.indicatorDefinitions.map { Known(knownCode: $0.code, knownName: names.name($0)) }
        deliveries = found.map { one in
            Line(
                deliveryHref: "/indicators/deliveries/\(one.id)", deliveryAt: one.at.danish, deliveryFile: one.file,
                deliveryBy: texts.person(one.actor), deliveryCounts: IndicatorDeliveryModel.counts(one, words))
        }
        hasDeliveries = !deliveries.isEmpty
    }
}

/// What became of the rows of one delivery.
struct IndicatorDeliveryModel: Sendable {
    static let mostRows = 50

    struct Row: Sendable {
        let rejectLine: String
        let rejectColumn: String
        let rejectValue: String
        let rejectReason: String
    }

    let deliveryFile: String
    let deliveryText: String
    let counts: String
    let rejects: [Row]
    let hasRejects: Bool
    let rejectsHref: String?

    init(_ one: IndicatorDelivery, _ rows: [RejectedRow], _ texts: CaseTexts) {
        let words = texts.words
        deliveryFile = one.file
        deliveryText = words("indicator.delivered", ["at": one.at.danish, "name": texts.person(one.actor)])
        counts = IndicatorDeliveryModel.counts(one, words)
        rejects = rows.map {
            Row(rejectLine: $0.line, rejectColumn: $0.column, rejectValue: $0.value, rejectReason: $0.reason)
        }
        hasRejects = !rejects.isEmpty
        rejectsHref = one.rejectsPath.isEmpty ? nil : "/indicators/deliveries/\(one.id)/rejects.csv"
    }

    static func counts(_ one: IndicatorDelivery, _ words: Words) -> String {
        words(
            "indicator.delivery-counts",
            [
                "read": words.number(one.read), "inserted": words.number(one.inserted),
                "updated": words.number(one.updated), "unchanged": words.number(one.unchanged),
                "rejected": words.number(one.rejected),
            ])
    }
}
