/** The file by which an exported data set is known: its pictures are copies of originals, byte for byte, and say nothing. */
export const datasetMark = {
  name: '.fiducial-dataset',
  text: 'A data set that Fiducial exported. A search for boards in a folder above leaves it out.\n',
} as const;
