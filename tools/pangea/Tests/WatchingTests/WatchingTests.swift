import Testing
import Watching
