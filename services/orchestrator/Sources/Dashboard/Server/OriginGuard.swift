internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Stands before every answer: lets only reading in, and only for this host, and sends nothing without the headers that
/// keep other sites out.
struct OriginGuard: RouterMiddleware {
    typealias Context = DashboardContext

    let names: AdmittedNames
    let logger: Logger

    /// Nothing of another origin is loaded, nothing is framed, no type is guessed, no address is passed on.
    private static let headers: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"),
        (HTTPField.Name("X-Frame-Options"), "DENY"),
        (HTTPField.Name("Referrer-Policy"), "no-referrer"),
        (HTTPField.Name("Cross-Origin-Resource-Policy"), "same-origin"),
        (HTTPField.Name("Cross-Origin-Opener-Policy"), "same-origin"),
    ].compactMap { name, value in name.map { ($0, value) } }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            try admit(request)
            response = try await next(request, context)
        } catch let refusal as Refusal {
            response = refusal.response
        } catch let error as HTTPError where error.status == .notFound {
            response = Refusal.path(request.uri.path).response
        } catch {
            logger.error("can't answer", metadata: ["path": "\(request.uri.path)", "reason": "\(error)"])
            response = Refusal.fault("the answer can't be made; the log says why").response
        }
        for (name, value) in Self.headers { response.headers[name] = value }
        return response
    }

    private func admit(_ request: Request) throws(Refusal) {
        guard request.method == .get || request.method == .head else { throw .method(request.method.rawValue) }
        let authority = request.head.authority ?? ""
        guard names.admit(authority) else { throw .host(authority, expected: "\(names)") }
    }
}
