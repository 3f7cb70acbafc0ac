public import Prevention

/// A case and its parties, for a form that takes something over from it; logged like the case.
public struct PeekCase: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> OpenedCase {
        try await office.reading(case: id, as: who) { _, opened in opened }
    }
}
