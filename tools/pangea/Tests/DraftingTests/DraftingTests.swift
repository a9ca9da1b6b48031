import Testing
import Drafting
