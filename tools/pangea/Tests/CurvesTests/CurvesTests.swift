import Testing
import Curves
