import Casework
import Handbook
import Prevention
import Store

/// What somebody has observed themselves.
struct OwnObservationsModel: Sendable {
    struct Line: Sendable {
        let ownHref: String
        let ownDay: String
        let ownTopic: String
        let ownPlace: String
        let ownRemark: String
        let ownUntil: String
    }

    let ownCount: String
    let lines: [Line]
    let hasLines: Bool

    init(_ observations: [StoredObservation], _ texts: CaseTexts) {
        let words = texts.words
        lines = observations.map { stored in
            let one = stored.observation
            let place = [texts.municipality(one.municipality), one.area].filter { !$0.isEmpty }.joined(separator: ", ")
            let until = try? one.lastDay(law: texts.handbook.law, on: texts.today)
            return Line(
                ownHref: "/trends/own/\(stored.id)",
                ownDay: one.day.danish + ", " + words("trend.part." + one.part.rawValue),
                ownTopic: texts.handbook.trendTopicName(one.topic, words.language), ownPlace: place,
                ownRemark: one.remark, ownUntil: until?.danish ?? "")
        }
        hasLines = !lines.isEmpty
        ownCount = words("trend.own-count", ["count": words.number(lines.count)])
    }
}

/// The form of an observation: a new one, or one to correct or withdraw.
struct ObservationModel: Sendable {
    let observationTitle: String
    let isOwn: Bool
    let form: CaseForm
    let withdraw: CaseForm?
}
