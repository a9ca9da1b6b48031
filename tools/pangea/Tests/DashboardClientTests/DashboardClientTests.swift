import Testing
import DashboardClient
