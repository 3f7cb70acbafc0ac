/// A part of what somebody is given who asks what is held about them (retshåndhævelsesloven § 15,
/// databeskyttelsesforordningen Art. 15).
public enum AccessPart: Sendable, Hashable {
    case register, relations, incidents, hits, changes, addenda, disclosures
    /// Items about the person in forums, and what was shared with them.
    case forums
    /// The cases of a programme.
    case cases(String)

    /// Stable: `incidents`, `cases.ukn`.
    public var code: String {
        switch self {
        case .register: return "register"
        case .relations: return "relations"
        case .incidents: return "incidents"
        case .hits: return "hits"
        case .changes: return "changes"
        case .addenda: return "addenda"
        case .disclosures: return "disclosures"
        case .forums: return "forums"
        case .cases(let programme): return "cases." + programme
        }
    }

    public init?(_ code: String) {
        let all: [AccessPart] = [
            .register, .relations, .incidents, .hits, .changes, .addenda, .disclosures, .forums,
        ]
        if let part = all.first(where: { $0.code == code }) {
            self = part
        } else if code.hasPrefix("cases."), Catalogue.programme(String(code.dropFirst(6))) != nil {
            self = .cases(String(code.dropFirst(6)))
        } else {
            return nil
        }
    }

    /// Whether it may be withheld by a decision: police work under retshåndhævelsesloven only (§ 16). Who somebody is here,
    /// their family, what was changed, and to whom it was given are always said, and what stands under
    /// databeskyttelsesforordningen is not withheld this way.
    public var mayBeWithheld: Bool {
        switch self {
        case .incidents, .hits, .forums: return true
        case .cases(let programme): return Catalogue.programme(programme)?.regime == .led
        case .register, .relations, .changes, .addenda, .disclosures: return false
        }
    }
}

/// Why a part is withheld: the considerations of retshåndhævelsesloven § 16, as in Art. 15(1) of the Law Enforcement
/// Directive.
public enum AccessGround: String, Sendable, CaseIterable {
    /// Official or legal inquiries, investigations or procedures.
    case inquiries
    /// Prevention, detection, investigation or prosecution of offences, or the execution of penalties.
    case prevention
    case publicSecurity = "public-security"
    case nationalSecurity = "national-security"
    /// The rights and freedoms of others.
    case others
}
