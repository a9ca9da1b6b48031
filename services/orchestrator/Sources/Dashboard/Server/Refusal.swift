internal import HTTPTypes
internal import Hummingbird

/// Why a request isn't answered as it asks.
enum Refusal: Error, Hashable, CustomStringConvertible {
    /// Only reading is possible.
    case method(String)
    /// There is nothing at this path.
    case path(String)
    /// There is no such checkpoint.
    case checkpoint(String)
    /// A part of the query isn't what it has to be.
    case query(String, expected: String, found: String)
    /// The request is for another host than this one.
    case host(String, expected: String)
    /// The run's token isn't shown, or another one is.
    case token(LookRefusal)
    /// Too many clients follow the run already.
    case tooMany(Int)
    /// Our own mistake.
    case fault(String)

    private var facts: (status: HTTPResponse.Status, code: String, message: String) {
        switch self {
        case .method(let method):
            (
                .methodNotAllowed, "method_not_allowed",
                "expected GET or HEAD, got \(method): nothing can be changed here"
            )
        case .path(let path):
            (.notFound, "not_found", "nothing is at \(path); /api/v1/openapi.json describes what there is")
        case .checkpoint(let name):
            (.notFound, "no_such_checkpoint", "no checkpoint is called \(name); /api/v1/checkpoints lists them")
        case .query(let name, let expected, let found):
            (.badRequest, "bad_query", "\(name): expected \(expected), got \"\(found)\"")
        case .host(let host, let expected):
            (.misdirectedRequest, "wrong_host", "expected a request for \(expected), got one for \"\(host)\"")
        case .token(.noToken):
            (.unauthorized, "token_needed", "expected \(Self.ways), found none")
        case .token(.wrongToken):
            (.unauthorized, "wrong_token", "expected \(Self.ways), found another one")
        case .tooMany(let most):
            (.serviceUnavailable, "too_many_clients", "\(most) clients follow the run already; come again later")
        case .fault(let words): (.internalServerError, "internal_fault", words)
        }
    }

    /// How the token is shown.
    private static let ways =
        "the dashboard's token, as Authorization: Bearer TOKEN, or as a password under any user name"

    /// In words.
    var description: String { facts.message }

    /// The answer that says so.
    var response: Response {
        let (status, code, message) = facts
        var response = Response.json(Answer.json(ErrorAnswer(code, message)), status: status)
        switch self {
        case .method: response.headers[.allow] = "GET, HEAD"
        // Browsers ask for a password then, and show it to this host from there on.
        case .token: response.headers[.wwwAuthenticate] = "Basic realm=\"Pangea\", charset=\"UTF-8\""
        case .tooMany: response.headers[.retryAfter] = "5"
        default: break
        }
        return response
    }
}

extension Response {
    /// One line of JSON that nobody keeps.
    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
    }
}
