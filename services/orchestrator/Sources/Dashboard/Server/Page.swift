internal import Hummingbird

/// The files that a browser gets, which are part of the program: nothing has to lie beside the binary.
enum Page {
    /// One file.
    struct File: Sendable {
        let path: String
        let type: String
        let bytes: [UInt8]

        /// The file, to be asked for anew each time: another version of the program may be there by then.
        var response: Response {
            Response(
                status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }

    static let files = [
        File(path: "/", type: "text/html; charset=utf-8", bytes: PackageResources.dashboard_html),
        File(path: "/dashboard.css", type: "text/css; charset=utf-8", bytes: PackageResources.dashboard_css),
        File(path: "/dashboard.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.dashboard_js),
        File(path: "/chart.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.chart_js),
        File(path: "/series.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.series_js),
        File(path: "/times.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.times_js),
        File(path: "/favicon.svg", type: "image/svg+xml", bytes: PackageResources.favicon_svg),
        File(
            path: "/api/v1/openapi.json", type: "application/json; charset=utf-8",
            bytes: PackageResources.openapi_json),
    ]
}
