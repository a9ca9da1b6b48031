extension NetworkDescription {
    /// The greatest size of one layer.
    ///
    /// With `maximumLayers` and `maximumParameters` it bounds what a description from outside can make us allocate.
    public static let maximumWidth = 1 << 24
    /// The greatest number of layers in a network, those inside others counted too.
    public static let maximumLayers = 4096
    /// How deep lists of layers may lie in one another; the network's own is the first.
    ///
    /// Bounds the recursion of everything that walks a description.
    public static let maximumDepth = 8
    /// The greatest number of parameters, 16 GiB of floats.
    public static let maximumParameters = 1 << 32
}
