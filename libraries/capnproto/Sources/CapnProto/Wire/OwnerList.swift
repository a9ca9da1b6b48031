/// Several owners as one.
final class OwnerList: Sendable {
    private let owners: [any AnyObject & Sendable]

    init(_ owners: [any AnyObject & Sendable]) {
        self.owners = owners
    }
}
