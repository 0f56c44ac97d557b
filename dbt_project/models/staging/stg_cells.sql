{{ cells_of_batch(printed_again=false) }}
