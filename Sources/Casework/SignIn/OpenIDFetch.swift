import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A request to an identity provider.
struct OpenIDRequest: Sendable, Hashable {
    let url: String
    /// Posted; `nil` for a plain question.
    var form: [String: String]?
    /// Name and secret of this client.
    var authorization: String?

    init(_ url: String, form: [String: String]? = nil, authorization: String? = nil) {
        self.url = url
        self.form = form
        self.authorization = authorization
    }

    /// As a form or a query carries it.
    static func encode(_ fields: [String: String]) -> String {
        fields.sorted { $0.key < $1.key }.map { encode($0.key) + "=" + encode($0.value) }.joined(separator: "&")
    }

    static func encode(_ text: String) -> String {
        let kept = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
        return text.addingPercentEncoding(withAllowedCharacters: kept) ?? ""
    }
}

/// Asks an identity provider, for ten seconds and 256 KB at most. Redirects are not followed: the secret goes nowhere else.
struct OpenIDFetch: Sendable {
    let send: @Sendable (OpenIDRequest) async throws -> Data

    private static let most = 256 * 1024
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(10))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    static let live = OpenIDFetch { asked in
        var request = HTTPClientRequest(url: asked.url)
        request.headers.add(name: "Accept", value: "application/json")
        if let authorization = asked.authorization { request.headers.add(name: "Authorization", value: authorization) }
        if let form = asked.form {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: OpenIDRequest.encode(form)))
        }
        do {
            let answer = try await client.execute(request, timeout: .seconds(10))
            let body = try await answer.body.collect(upTo: most)
            guard answer.status == .ok else { throw OpenIDFailure.answered(Int(answer.status.code)) }
            return Data(body.readableBytesView)
        } catch let failure as OpenIDFailure {
            throw failure
        } catch {
            throw OpenIDFailure.unreachable(String(describing: error))
        }
    }
}
