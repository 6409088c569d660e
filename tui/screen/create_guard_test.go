package screen

import (
	"testing"

	"cardwallet/client"
)

func openNew(r *rig) { openCreated(r) }

func TestCreateNeedsATypedConfirmationAfterAnOpenMovement(t *testing.T) {
	asksForATypedConfirmation(t, client.MoveCreate, openNew)
}

func TestCreateIsAskedAgainWhenItIsRepeated(t *testing.T) {
	asksAgainWhatIsRepeated(t, client.MoveCreate, openNew)
}

func TestCreateIsRefusedByGuards(t *testing.T) { refusesWhatAGuardRefuses(t, openNew) }

func TestCreateIsMadeOnce(t *testing.T) { isMadeOnce(t, client.MoveCreate, openNew) }
