import Prevention

/// Which forums the demo has, and who sits in them.
extension DemoForums {
    /// The people of other authorities who sit in forums beside the accounts of the roles.
    static let members: [Actor] = [
        member("psychiatry-member", "Demo Psykiatri", "psychiatry", [.pspkMember]),
        member("prison-member", "Demo Kriminalforsorg", "prison-service", [.pspkMember]),
        member("psp-k-member-265", "Demo PSP-K Roskilde", "265", [.pspkMember, .socialWorker]),
        member("ssp-coordinator-265", "Demo SSP Roskilde", "265", [.sspCoordinator]),
        member("social-worker-265", "Demo socialrådgiver Roskilde", "265", [.socialWorker]),
    ]

    private static func member(
        _ name: String, _ displayName: String, _ authority: String, _ roles: Set<Role>
    ) -> Actor {
        Actor(name: name, displayName: displayName, authority: authority, roles: roles)
    }

    /// Who sits in a forum: account names, the chair first.
    struct Plan {
        let kind: ForumKind
        let municipality: String
        let purpose: String
        let members: [String]
    }

    static let plans: [Plan] = ["259", "265"].flatMap { code in
        let suffix = code == "259" ? "" : "-265"
        let practice = [
            "secretariat", "officer", "psp-k-member" + suffix, "social-worker" + suffix, "psychiatry-member",
            "prison-member",
        ]
        let school = ["secretariat", "ssp-coordinator" + suffix, "social-worker" + suffix, "officer"]
        return [
            ForumKind.kind("psp-k").map {
                Plan(
                    kind: $0, municipality: code, purpose: "Fælles indsats for socialt udsatte voksne.",
                    members: practice)
            },
            ForumKind.kind("ssp").map {
                Plan(kind: $0, municipality: code, purpose: "Fælles indsats for børn og unge.", members: school)
            },
        ].compactMap(\.self)
    }

    /// Forums that have not met yet.
    static let others: [Plan] = [
        ("ksp", "", "Løsladte borgere, der har brug for støtte.", ["secretariat", "social-worker", "prison-member"]),
        ("koege-model", "259", "Vold i nære relationer.", ["specialised-team", "secretariat", "social-worker"]),
        (
            "psychiatry", "", "Temaer på tværs af kommunerne, aldrig personer.",
            ["secretariat", "psychiatry-member", "psp-k-member"]
        ),
        (
            "ssp-district", "", "Tendenser blandt børn og unge.",
            ["secretariat", "ssp-coordinator", "ssp-coordinator-265"]
        ),
    ].compactMap { code, municipality, purpose, members in
        ForumKind.kind(code).map { Plan(kind: $0, municipality: municipality, purpose: purpose, members: members) }
    }
}
