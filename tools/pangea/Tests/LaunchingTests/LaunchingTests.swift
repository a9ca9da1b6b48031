import Testing
import Launching
