package budget_test

import (
	"testing"

	"go.uber.org/goleak"

	"cardwallet/client/team/teamtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(teamtest.Main{M: m}) }
