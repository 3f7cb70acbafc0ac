import Prevention
import Store
import Testing

@testable import Casework

/// A kontaktudvalg with a seat of the leader (chair), of the secretariat, and of Køge's SSP coordinator.
struct TestBody {
    let test: TestOffice
    let id: Int64

    init(_ kind: BodyKind = .contactCommittee, municipality: String = "") async throws {
        test = try TestOffice()
        try test.addAccounts()
        id = try await SetUpBody(kind, municipality: municipality, purpose: "Samarbejde", isChecked: false)(
            test.may(Acts.EditPlan.self, as: .secretariat), in: test.office)
        try await seat(.police, "Politiinspektør", .chair, .leader)
        try await seat(.police, "Sekretariatschef", .secretary, .secretariat)
        try await seat(.municipality, "Forebyggelseschef", .member, .sspCoordinator)
    }

    func seat(
        _ side: BodySeat.Side, _ title: String, _ post: BodySeat.Post, _ role: Role?, from: String = "2026-01-01"
    ) async throws {
        let seat = BodySeat(
            side: side, municipality: side == .police ? "" : "259", title: title, post: post,
            account: role?.rawValue ?? "", from: try #require(LocalDate(from)), to: nil)
        try await ManageBody(id, .addSeat(seat))(test.may(Acts.EditPlan.self, as: .secretariat), in: test.office)
    }

    func who(_ role: Role = .leader) throws -> Authorized<Acts.ReadPlan> { try test.may(Acts.ReadPlan.self, as: role) }

    func time(_ day: String, place: String = "Mødesal 1") -> MeetingTime {
        MeetingTime(day: LocalDate(day), starts: DailyTime("09:00"), minutes: 90, place: place)
    }

    func plan(_ day: String) async throws -> Int64 {
        try await PlanBodyMeetings(in: id).one(time(day), isChecked: false, who(), in: test.office)
    }

    func topic(_ title: String = "Status", on meeting: Int64?, as role: Role = .leader) async throws -> Int64 {
        try await ProposeTopic(to: id, meeting: meeting, TopicDraft(title: title), isChecked: false)(
            who(role), in: test.office)
    }

    func view(_ meeting: Int64) async throws -> BodyMeetingView {
        try await ReadBodyMeeting(meeting)(who(), in: test.office)
    }

    func change(_ meeting: Int64, _ change: ChangeBodyMeeting.Change, as role: Role = .leader) async throws {
        let revision = try await view(meeting).opened.meeting.revision
        try await ChangeBodyMeeting(meeting, revision: revision, change)(who(role), in: test.office)
    }

    func work(_ topic: Int64, on meeting: Int64, _ change: WorkTopic.Change, as role: Role = .leader) async throws {
        let revision = try await view(meeting).topics.first { $0.id == topic }?.revision ?? 0
        try await WorkTopic(topic, revision: revision, change)(who(role), in: test.office)
    }
}
