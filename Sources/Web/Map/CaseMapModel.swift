import Casework
import Handbook
import Prevention
import Store

/// The circle of a case on the map, the assessments it rests on, and where its person was met.
struct CaseMapModel: Sendable {
    let head: CaseHead
    let map: MapModel?
    let noteText: String

    init(_ opened: OpenedCase, _ areas: [StoredArea], _ texts: CaseTexts) {
        let words = texts.words
        let file = opened.file
        head = CaseHead(opened, at: .map, texts)
        let day = file.openedAt?.day ?? texts.today
        guard let place = Position(file.fields["position"] ?? "") else {
            map = nil
            noteText = words("map.no-position")
            return
        }
        let resting = areas.filter { $0.assessment.isLive(on: day) && $0.assessment.covers(place) }
        var circles = [
            MapModel.Circle(
                kind: .main, label: words("map.ban"), centre: place, radius: Int(file.fields["radius"] ?? "") ?? 0)
        ]
        circles += resting.map {
            MapModel.Circle(
                kind: .other, label: $0.assessment.name, centre: $0.assessment.centre, radius: $0.assessment.radius,
                href: "/areas/\($0.id)")
        }
        circles += CaseMapModel.entries(of: file, words)
        map = MapModel("case-map", title: words("map.of-case", ["number": opened.row.number]), circles, words)
        noteText = words(resting.isEmpty ? "map.no-assessment" : "map.rests-on", ["at": day.danish])
    }

    /// Encounters and breaches that have a place.
    private static func entries(of file: CaseFile, _ words: Words) -> [MapModel.Circle] {
        file.events.compactMap { event in
            guard case .recorded(let code, let fields) = event.kind, let entry = file.programme.entry(code) else {
                return nil
            }
            let place = entry.fields.first { $0.kind == .position }.flatMap { Position(fields[$0.code] ?? "") }
            return place.map {
                MapModel.Circle(
                    kind: .other, label: words.name("entry-done", code, of: file.programme) + " " + event.at.danish,
                    centre: $0, radius: 0)
            }
        }
    }
}
