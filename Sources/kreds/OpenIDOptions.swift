import ArgumentParser
import Casework
import Foundation
import Handbook
import Prevention

/// The options of signing in through an identity provider. Each can stand in the environment as KREDS_OIDC_….
struct OpenIDOptions: ParsableArguments {
    @Option(help: "Address of the identity provider, as its discovery document names it. Also KREDS_OIDC_ISSUER.")
    var oidcIssuer: String?

    @Option(help: "What Kreds is called at the provider. Also KREDS_OIDC_CLIENT_ID.")
    var oidcClientId: String?

    @Option(help: "File with the secret that Kreds has there. Also KREDS_OIDC_CLIENT_SECRET_FILE.")
    var oidcClientSecretFile: String?

    @Option(help: "Where users reach Kreds: https://kreds.example. Also KREDS_PUBLIC_URL.")
    var publicUrl: String?

    @Option(help: "What the button of the sign-in page calls the provider. Also KREDS_OIDC_NAME.")
    var oidcName: String?

    @Option(help: "Scopes to ask for. Also KREDS_OIDC_SCOPE; default: openid profile.")
    var oidcScope: String?

    @Option(help: "The claim that names the roles. Also KREDS_OIDC_ROLES_CLAIM; default: roles.")
    var oidcRolesClaim: String?

    @Option(help: "VALUE=ROLE: what the provider calls a role. May be given several times; also KREDS_OIDC_ROLES.")
    var oidcRole: [String] = []

    @Option(help: "The claim that names the authority. Also KREDS_OIDC_AUTHORITY_CLAIM.")
    var oidcAuthorityClaim: String?

    @Option(help: "The authority of all, where no claim says it. Also KREDS_OIDC_AUTHORITY; default: the district.")
    var oidcAuthority: String?

    @Option(help: "The claim that names the unit. Also KREDS_OIDC_UNIT_CLAIM.")
    var oidcUnitClaim: String?

    private func value(_ given: String?, _ name: String) -> String? {
        given ?? ProcessInfo.processInfo.environment["KREDS_" + name]
    }

    /// `nil` where no provider is named.
    ///
    /// - Throws: where one is named, and something that it takes is missing.
    func provider(_ handbook: Handbook) throws -> OpenIDProvider? {
        guard let issuer = value(oidcIssuer, "OIDC_ISSUER") else { return nil }
        func need(_ given: String?, _ name: String, _ option: String) throws -> String {
            guard let found = value(given, name) else {
                throw ValidationError("With an identity provider, \(option) or KREDS_\(name) is needed.")
            }
            return found
        }
        let file = try need(oidcClientSecretFile, "OIDC_CLIENT_SECRET_FILE", "--oidc-client-secret-file")
        guard let secret = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw CommandFailure("The file '\(file)' with the secret of the identity provider cannot be read.")
        }
        let settings = OpenIDSettings(
            issuer: issuer, clientID: try need(oidcClientId, "OIDC_CLIENT_ID", "--oidc-client-id"),
            clientSecret: secret.trimmingCharacters(in: .whitespacesAndNewlines),
            publicURL: try need(publicUrl, "PUBLIC_URL", "--public-url"),
            name: value(oidcName, "OIDC_NAME") ?? handbook.district,
            scope: value(oidcScope, "OIDC_SCOPE") ?? "openid profile",
            rolesClaim: value(oidcRolesClaim, "OIDC_ROLES_CLAIM") ?? "roles", roles: try roles(),
            authorityClaim: value(oidcAuthorityClaim, "OIDC_AUTHORITY_CLAIM"),
            authority: value(oidcAuthority, "OIDC_AUTHORITY") ?? handbook.district,
            unitClaim: value(oidcUnitClaim, "OIDC_UNIT_CLAIM"))
        return OpenIDProvider(settings)
    }

    private func roles() throws -> [String: Role] {
        let inEnvironment = (value(nil, "OIDC_ROLES") ?? "").split(separator: ",").map(String.init)
        var roles: [String: Role] = [:]
        for pair in oidcRole.isEmpty ? inEnvironment : oidcRole {
            let parts = pair.split(separator: "=").map(String.init)
            guard parts.count == 2, let role = Role(rawValue: parts[1]) else {
                throw ValidationError("'\(pair)' is not VALUE=ROLE with a role that Kreds knows.")
            }
            roles[parts[0]] = role
        }
        return roles
    }
}
