import Testing
import Inspection
