// One program at a time: two cores are shared by the program, the browser and the tests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
