internal import Digests
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

extension DashboardServer {
    /// A checkpoint's bytes, with their digest as RFC 9530 has it.
    func download(_ name: String, in context: DashboardContext) async throws -> Response {
        guard let (file, path) = journal.checkpoint(named: name) else { throw Refusal.checkpoint(name) }
        let body: ResponseBody
        do {
            body = try await FileIO().loadFile(path: path, context: context)
        } catch {
            // It was there a moment ago: a newer one has taken its place.
            throw Refusal.checkpoint(name)
        }
        var headers: HTTPFields = [
            .contentType: "application/octet-stream", .cacheControl: "no-store", .eTag: "\"\(file.sha256)\"",
            .contentDisposition: "attachment; filename=\"\(file.name)\"",
        ]
        if let name = HTTPField.Name("Repr-Digest"), let bytes = Digest(hex: file.sha256)?.bytes {
            headers[name] = "sha-256=:\(Data(bytes).base64EncodedString()):"
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
